import { directionOf, isSameLanguage } from "../words/languages.ts";
import { language } from "../words/words.ts";

/**
 * In which language a text is, and how it runs: always said, for an attribute that is taken away leaves an empty
 * one behind, which says that nobody knows.
 */
export const markOf = (language: string) => ({ lang: language, dir: directionOf(language) });

const segmenters = new Map<string, Intl.Segmenter | undefined>();

function segmenterOf(tag: string): Intl.Segmenter | undefined {
  if (!segmenters.has(tag))
    segmenters.set(tag, "Segmenter" in Intl ? new Intl.Segmenter(tag, { granularity: "word" }) : undefined);
  return segmenters.get(tag);
}

/** "Hall 2", "day 1": a number stays with its word. */
const NUMBERED = /((?<!\p{L})\p{L}{1,8} \d{1,3}(?![\d.,:]))/u;

/** Chinese headlines break between words, not within them; nobody reads "Hall" on one line and "2" on the next. */
export function Headline({ text, language: tag }: { text: string; language: string }) {
  const segmenter = isSameLanguage(tag, "zh") ? segmenterOf(tag) : undefined;
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

/** As a colon stands in print there. */
const colons: Readonly<Record<string, string>> = { fr: "\u202f: ", zh: "：" };

/** Words of the page before a headline, as far as it does not hold them itself. */
export function Before({ said, headline }: { said: readonly string[]; headline: string }) {
  const page = language.value;
  const missing = said.filter((word) => word !== "" && !headline.toLowerCase().includes(word.toLowerCase()));
  if (missing.length === 0) return null;
  const [first, ...rest] = missing;
  return (
    <>
      <bdi lang={page}>
        {[first, ...rest.map((word) => word.toLocaleLowerCase(page))].join(page === "zh" ? "，" : ", ")}
      </bdi>
      {colons[page] ?? ": "}
    </>
  );
}
