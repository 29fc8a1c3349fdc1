import { Icon } from "../../shared/parts/icon.tsx";
import { Headline, markOf } from "../../shared/parts/words-in.tsx";
import { words as readerWords } from "../../shared/words/words.ts";
import type { UrgentStatus } from "./urgent-rules.ts";

interface UrgentFrameProps {
  readonly status: UrgentStatus;
  readonly isOver: boolean;
  /** Of the words in it. */
  readonly language: string;
  readonly headline: string;
  readonly text: string;
}

/** The frame in which readers see it: a red field, a hatched or a dashed frame, and its word first. */
export function UrgentFrame({ status, isOver, language, headline, text }: UrgentFrameProps) {
  const said = readerWords.value;
  const first = [status === "actual" ? "" : said[status], isOver ? said.allClear : ""]
    .filter((word) => word !== "" && !headline.toLowerCase().includes(word.toLowerCase()))
    .join(", ");
  return (
    <div class={`alert status-${status}`} data-status={status}>
      <Icon name={isOver ? "tick" : status === "test" ? "screen" : "urgent"} />
      <p class="headline" {...markOf(language)}>
        {first !== "" && `${first}: `}
        <Headline text={headline} language={language} />
      </p>
      {text !== "" && <p {...markOf(language)}>{text}</p>}
    </div>
  );
}
