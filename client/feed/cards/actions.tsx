import { useComputed } from "@preact/signals";
import type { Action, Announcement } from "../../../server/contract/announcement.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { Icon } from "../../shared/parts/icon.tsx";
import { markOf } from "../../shared/parts/words-in.tsx";
import { language, words } from "../../shared/words/words.ts";
import type { ItemStore } from "../feed-store.ts";
import { sayFor } from "./say-for.ts";
import { phaseOf } from "./session-phase.ts";
import { Star } from "./star.tsx";

const icons = { online: "session-start", "in-person": "place", everyone: "arrow" } as const;

interface ActionsProps {
  readonly store: ItemStore;
  readonly item: Announcement;
  /** That it is about, where it is known. */
  readonly session?: Session | undefined;
}

/**
 * The reader's own way, and the star. Who has not said where they are sees both ways; once the session is
 * over, nobody is urged.
 */
export function Actions({ store, item, session }: ActionsProps) {
  const mine = store.attendance.value;
  const isOver = useComputed(
    () => session !== undefined && phaseOf(session, store.now.value) === "ended",
  ).value;
  const actions = waysIn(store, item, isOver ? undefined : session).filter(
    (action) => mine === undefined || action.for === "everyone" || action.for === mine,
  );
  if (actions.length === 0 && session === undefined) return null;
  return (
    <div class="acts">
      {actions.map((action) => {
        const label = sayFor(store, action.label);
        const icon = <Icon name={icons[action.for]} />;
        const mark = markOf(label.language);
        return action.url === undefined ? (
          <span
            class={mine === action.for && !isOver ? "plate solid" : "plate"}
            data-for={action.for}
            {...mark}
          >
            {icon}
            {label.text}
          </span>
        ) : (
          <a
            class={isOver ? "button" : "button primary"}
            data-for={action.for}
            href={action.url}
            rel="noopener"
            {...mark}
          >
            {icon}
            {label.text}
          </a>
        );
      })}
      {session && store.starred && <Star starred={store.starred} session={session} />}
    </div>
  );
}

/** As they were written; of a session start without any, those of its hall. */
function waysIn(
  store: ItemStore,
  { actions, kind }: Announcement,
  session: Session | undefined,
): readonly Action[] {
  const hall = store.event.value?.halls.find(({ id }) => id === session?.hall);
  if (actions.length > 0 || kind !== "session-start" || hall === undefined) return actions;
  const walk: Action = { for: "in-person", label: hall.name };
  if (hall.streamUrl === undefined) return [walk];
  return [walk, { for: "online", label: { [language.value]: words.value.stream }, url: hall.streamUrl }];
}
