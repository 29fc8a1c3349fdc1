import { directionOf, isSameLanguage } from "../languages.ts";

/** Attributes for a text in another language than the page: nothing where it is the page's own. */
export const markOf = (language: string, page: string): { lang?: string; dir?: "ltr" | "rtl" } =>
  language === page ? {} : { lang: language, dir: directionOf(language) };

const segmenters = new Map<string, Intl.Segmenter | undefined>();

function segmenterOf(language: string): Intl.Segmenter | undefined {
  if (!segmenters.has(language))
    segmenters.set(
      language,
      "Segmenter" in Intl ? new Intl.Segmenter(language, { granularity: "word" }) : undefined,
    );
  return segmenters.get(language);
}

/** "Hall 2", "day 1": a number stays with its word. */
const NUMBERED = /((?<!\p{L})\p{L}{1,8} \d{1,3}(?![\d.,:]))/u;

/** Chinese headlines break between words, not within them; nobody reads "Hall" on one line and "2" on the next. */
export function Headline({ text, language }: { text: string; language: string }) {
  const segmenter = isSameLanguage(language, "zh") ? segmenterOf(language) : undefined;
  if (segmenter === undefined)
    return <>{text.split(NUMBERED).map((part, at) => (at % 2 ? <span class="keep">{part}</span> : part))}</>;
  return (
    <>
      {[...segmenter.segment(text)].map(({ segment, isWordLike }, at) => (
        <>
          {at > 0 && isWordLike && <wbr />}
          {segment}
        </>
      ))}
    </>
  );
}
