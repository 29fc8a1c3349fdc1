import { Figures } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { Headline, markOf } from "../../shared/parts/words-in.tsx";
import { headlineIn } from "../order/headline.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { sayScreen } from "./trouble-words.ts";
import type { Shows } from "./what-shows.ts";
import { screensWords } from "./words.ts";

export interface GlassText {
  readonly look: "on" | "urgent" | "lost";
  readonly says: string;
  /** Of what it says, where it is not the interface's. */
  readonly language: string | undefined;
  /** As it is to be read; empty where there is none. */
  readonly time: string;
}

/** What stands in the glass: what passers-by see, or that nobody knows. */
export function glassText(store: DeskStore, shows: Shows, sayTime: (atMs: number) => string): GlassText {
  const words = screensWords.value;
  const time = (atMs: number | undefined): string => (atMs === undefined ? "" : sayTime(atMs));
  const plain = { language: undefined } as const;
  switch (shows.is) {
    case "away":
      return { look: "lost", says: words.noContact, time: time(shows.sinceMs), ...plain };
    case "waiting":
      return { look: "lost", says: words.awaited, time: "", ...plain };
    case "stopped":
      return { look: "lost", says: words.twoCame, time: time(shows.sinceMs), ...plain };
    case "unknown":
      return { look: "on", says: words.nothingSaid, time: "", ...plain };
    case "screen":
      return { look: "on", says: sayScreen(shows.screen), time: time(shows.atMs), ...plain };
    case "announcement": {
      const { headline, language } = headlineIn(store, shows.item);
      const look = shows.isUrgent ? "urgent" : "on";
      return { look, says: headline, time: time(shows.atMs), language };
    }
  }
}

/** A little screen, as it stands on its wall. */
export function Glass({ text, isUpright }: { text: GlassText; isUpright: boolean }) {
  const { look, says, language, time } = text;
  return (
    <span class={isUpright ? `glass ${look} upright` : `glass ${look}`}>
      <span class="says" {...(language === undefined ? {} : markOf(language))}>
        {look === "urgent" && (
          <>
            <Icon name="urgent" />
            <span class="hush">{`${screensWords.value.urgent}: `}</span>
          </>
        )}
        {language === undefined ? says : <Headline text={says} language={language} />}
      </span>
      {time !== "" && (
        <span class="time num">
          <Figures text={time} />
        </span>
      )}
    </span>
  );
}
