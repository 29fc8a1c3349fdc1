import { useSignal } from "@preact/signals";
import type { Session } from "../../server/contract/programme.ts";
import { sayIn } from "../shared/languages.ts";
import { boardOf, isOn } from "../shared/now-and-next.ts";
import { ClockTime } from "../shared/parts/clock-time.tsx";
import { Icon } from "../shared/parts/icon.tsx";
import { markOf } from "../shared/parts/words-in.tsx";
import { language, words } from "../shared/words.ts";
import type { FeedStore } from "./feed-store.ts";

/** How many of each are shown before "All halls"; a phone shows the first of each. */
const FEW = 2;

/** Now and next. On a phone it leads the page, on a laptop it stands beside it. */
export function BoardView({ store, lead = false }: { store: FeedStore; lead?: boolean }) {
  const showsAll = useSignal(false);
  const board = boardOf(store.programme.value?.sessions ?? [], store.now.value);
  const total = board.now.length + board.next.length;
  if (total === 0) return null;
  const few = (sessions: readonly Session[]) => (showsAll.value ? sessions : sessions.slice(0, FEW));
  const heading = lead ? "board-lead" : "board-side";
  return (
    <section class={`board${lead ? " lead" : ""}`} aria-labelledby={heading}>
      <h2 id={heading}>
        {words.value.nowAndNext}
        {total > 2 && (
          <button
            type="button"
            aria-expanded={showsAll.value}
            onClick={() => (showsAll.value = !showsAll.peek())}
          >
            {showsAll.value ? words.value.fewerHalls : words.value.allHalls}
          </button>
        )}
      </h2>
      <ol class={showsAll.value ? "all" : undefined}>
        {few(board.now).map((session, at) => (
          <Row key={session.id} store={store} session={session} isFirst={at === 0} />
        ))}
        {few(board.next).map((session, at) => (
          <Row key={session.id} store={store} session={session} isFirst={at === 0} />
        ))}
      </ol>
    </section>
  );
}

function Row({ store, session, isFirst }: { store: FeedStore; session: Session; isFirst: boolean }) {
  const zone = store.timeZone.value;
  const isNow = isOn(session, store.now.value);
  const title = sayIn(session.title, language.value, store.defaultLanguages.value);
  const said = words.value;
  const mark = markOf(title.language, language.value);
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
    </li>
  );
}

/** The stream for those at home, the hall for those on site and those who have not said. */
function Where({ store, session, isNow }: { store: FeedStore; session: Session; isNow: boolean }) {
  const hall = store.event.value?.halls.find(({ id }) => id === session.hall);
  const look = isNow ? "plate now" : "plate";
  if (hall === undefined) return null;
  if (store.attendance.value === "online" && hall.streamUrl !== undefined)
    return (
      <a class={look} href={hall.streamUrl}>
        {isNow && <Icon name="session-start" />}
        {words.value.stream}
      </a>
    );
  const name = sayIn(hall.name, language.value, store.defaultLanguages.value);
  return (
    <span class={look} {...markOf(name.language, language.value)}>
      {name.text}
    </span>
  );
}
