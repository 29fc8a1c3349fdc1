import { isSealed } from "../order/running-order.ts";
import { headlineOf } from "../state/desk-commands.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { initialsOf } from "./initials.ts";
import { shellWords } from "./words.ts";

/** Which others write, now: their initials in rings, and in words what they write. */
export function Rings({ store }: { store: DeskStore }) {
  const writing = store.presence.value.filter(
    ({ holds, socketId }) => holds && socketId !== store.socketId(),
  );
  if (writing.length === 0) return null;
  const headline = (id: string): string => {
    const item = store.items.all.value.get(id);
    return item === undefined || isSealed(item) ? "…" : headlineOf(item, store.language.value);
  };
  return (
    <ul class="rings" aria-label={shellWords.value.atTheDesk}>
      {writing.map(({ socketId, who, announcementId }) => {
        const says = shellWords.value.writes(who, headline(announcementId));
        return (
          <li key={socketId} title={says}>
            <span aria-hidden="true">{initialsOf(who)}</span>
            <span class="hush">{says}</span>
          </li>
        );
      })}
    </ul>
  );
}
