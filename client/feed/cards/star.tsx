import type { Session } from "../../../server/contract/programme.ts";
import { Icon } from "../../shared/parts/icon.tsx";
import { words } from "../../shared/words/words.ts";
import type { Starred } from "../device/starred.ts";

/** Follows a session, or no longer. `of` names it where nothing else beside the star does. */
export function Star({ starred, session, of }: { starred: Starred; session: Session; of?: string }) {
  const { follow } = words.value;
  return (
    <button
      type="button"
      class={of === undefined ? "star button" : "star"}
      aria-pressed={starred.has(session.id)}
      onClick={() => starred.toggle(session)}
    >
      <Icon name="star" />
      {of === undefined ? follow : <span class="hush">{`${follow}: ${of}`}</span>}
    </button>
  );
}
