/** The lock of what is open: who else holds it, and who took it from here. */
import { batch, computed, type Signal, signal } from "@preact/signals";
import type { Presence } from "../../../server/contract/socket.ts";
import type { ComposerForm } from "../composer/composer-form.ts";
import { type Holder, heldByOther, holdsIt } from "../composer/lock.ts";

export function createLock(
  presence: Signal<Presence>,
  form: Signal<ComposerForm>,
  socketId: () => string | undefined,
) {
  /** Until they let go or it is taken over, it can only be read. */
  const lock = computed((): Holder | undefined => heldByOther(presence.value, form.value.id, socketId()));
  /** It was held here, and somebody took it. */
  const takenBy = signal<Holder | undefined>(undefined);

  /** Answers whether it has just been taken from here. */
  function told(present: Presence): boolean {
    const { id } = form.peek();
    const other = heldByOther(present, id, socketId());
    const isLost = other !== undefined && holdsIt(presence.peek(), id, socketId());
    batch(() => {
      if (other === undefined) takenBy.value = undefined;
      else if (isLost) takenBy.value = other;
      presence.value = present;
    });
    return isLost;
  }

  return { lock, takenBy, told };
}
