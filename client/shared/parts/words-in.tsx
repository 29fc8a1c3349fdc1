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

/** Chinese headlines break between words, not within them. */
export function Headline({ text, language }: { text: string; language: string }) {
  const segmenter = isSameLanguage(language, "zh") ? segmenterOf(language) : undefined;
  if (segmenter === undefined) return <>{text}</>;
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
