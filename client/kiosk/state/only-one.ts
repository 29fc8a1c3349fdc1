/**
 * One page of a device goes by its identity: a second tab with the same token would look like a second screen that
 * has copied it. The others read what everybody may until the first is gone.
 */
import { type ReadonlySignal, signal } from "@preact/signals";

const NAME = "fanfare-kiosk";
/** A page that is being loaded again lets go in an instant. */
const WAITS_MS = 500;

/** Resolves when it is known, and then may still change from false to true. */
export async function waitToBeTheOne(): Promise<ReadonlySignal<boolean>> {
  const isMine = signal(false);
  const { locks } = navigator as { locks?: LockManager };
  // Without HTTPS there are no locks: then it is up to who sets the device up.
  if (locks === undefined) return signal(true);
  const granted = new Promise<void>((resolve) => {
    const take = (): void => {
      isMine.value = true;
      resolve();
    };
    locks
      .request(NAME, () => {
        take();
        return new Promise<never>(() => {});
      })
      .catch(take);
  });
  await Promise.race([granted, new Promise((done) => setTimeout(done, WAITS_MS))]);
  return isMine;
}
