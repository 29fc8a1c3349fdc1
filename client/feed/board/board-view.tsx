import { useComputed, useSignal } from "@preact/signals";
import type { Session } from "../../../server/contract/programme.ts";
import { boardOf } from "../../shared/now-and-next.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { markOf } from "../../shared/parts/words-in.tsx";
import { sayIn } from "../../shared/words/languages.ts";
import { language, words } from "../../shared/words/words.ts";
import { progressOf } from "../cards/session-phase.ts";
import { Star } from "../cards/star.tsx";
import type { FeedStore } from "../feed-store.ts";

/** How many of each are shown before "All halls"; a phone shows the first of each. */
const FEW = 2;
const MINUTE_MS = 60_000;

/** Now and next. On a phone it leads the page, on a laptop it stands beside it. */
export function BoardView({ store, lead = false }: { store: FeedStore; lead?: boolean }) {
  const showsAll = useSignal(false);
  // Halls change by the minute; nothing is drawn in between.
  const minute = useComputed(() => Math.floor(store.now.value / MINUTE_MS) * MINUTE_MS).value;
  const { sessions = [], revision = 0 } = store.programme.value ?? {};
  const board = boardOf(sessions, minute);
  const total = board.now.length + board.next.length;
  if (total === 0 && revision === 0) return null;
  const rows = (name: "now" | "next") => {
    const all = starredFirst(board[name], store.starred.has);
    return (showsAll.value ? all : all.slice(0, FEW)).map((session, at) => (
      <Row
        key={session.id}
        store={store}
        session={session}
        isFirst={at === 0}
        progress={name === "now" ? progressOf(session, minute) : undefined}
      />
    ));
  };
  const heading = lead ? "board-lead" : "board-side";
  return (
    <section class={`board${lead ? " lead" : ""}`} aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{words.value.nowAndNext}</h2>
        {total > 2 && (
          <button
            type="button"
            class="scripted"
            aria-expanded={showsAll.value}
            onClick={() => (showsAll.value = !showsAll.peek())}
          >
            {showsAll.value ? words.value.fewerHalls : words.value.allHalls}
          </button>
        )}
        <a class="scripted" href="#programme">
          {words.value.programme}
        </a>
      </header>
      {total === 0 && <p class="nothing">{words.value.nothingOn}</p>}
      <ol class={showsAll.value ? "all" : undefined}>
        {rows("now")}
        {rows("next")}
      </ol>
    </section>
  );
}

export const LeadBoard = ({ store }: { store: FeedStore }) => <BoardView store={store} lead />;

const starredFirst = (sessions: readonly Session[], isStarred: (id: string) => boolean): readonly Session[] =>
  [...sessions].sort((a, b) => Number(isStarred(b.id)) - Number(isStarred(a.id)));

interface RowProps {
  readonly store: FeedStore;
  readonly session: Session;
  readonly isFirst: boolean;
  /** In hundredths; of what is on now alone. */
  readonly progress: number | undefined;
}

function Row({ store, session, isFirst, progress }: RowProps) {
  const zone = store.timeZone.value;
  const isNow = progress !== undefined;
  const title = sayIn(session.title, language.value, store.defaultLanguages.value);
  const said = words.value;
  const mark = markOf(title.language);
  return (
    <li class={`${isNow ? "" : "then"}${isFirst ? " first" : ""}`} data-session-id={session.id}>
      <span>
        <span class="hush">{isNow ? said.now : said.next} </span>
        <ClockTime at={Date.parse(session.startsAt)} zone={zone} />
      </span>
      <span>
        {session.url === undefined ? (
          <span class="what" {...mark}>
            {title.text}
          </span>
        ) : (
          <a class="what" href={session.url} {...mark}>
            {title.text}
          </a>
        )}
        {isNow && (
          <span class="until">
            {said.until} <ClockTime at={Date.parse(session.endsAt)} zone={zone} />
          </span>
        )}
      </span>
      <Where store={store} session={session} isNow={isNow} />
      <Star starred={store.starred} session={session} of={title.text} />
      {isNow && <progress aria-hidden="true" max={100} value={progress} />}
    </li>
  );
}

/** The stream for those at home, the hall for those on site and those who have not said. */
function Where({ store, session, isNow }: { store: FeedStore; session: Session; isNow: boolean }) {
  const hall = store.event.value?.halls.find(({ id }) => id === session.hall);
  const look = isNow ? "plate now" : "plate";
  if (hall === undefined) return <span />;
  if (store.attendance.value === "online" && hall.streamUrl !== undefined)
    return (
      <a class={look} href={hall.streamUrl}>
        {isNow && <Icon name="session-start" />}
        {words.value.stream}
      </a>
    );
  const name = sayIn(hall.name, language.value, store.defaultLanguages.value);
  return (
    <span class={look} {...markOf(name.language)}>
      {name.text}
    </span>
  );
}
