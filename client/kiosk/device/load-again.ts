/** Loading the page again, where something will come of it: a screen never shows the browser's own error. */
const AGAIN_MS = 15_000;
const ANSWERS_MS = 4_000;

const isKept = (): boolean => Boolean(navigator.serviceWorker?.controller);

const isServerThere = (): Promise<boolean> =>
  fetch("/kiosk", { cache: "no-store", signal: AbortSignal.timeout(ANSWERS_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** At once where the device has the page, else as soon as the server has. */
export async function loadAgain(): Promise<void> {
  if (isKept() || (await isServerThere())) location.reload();
  else setTimeout(loadAgain, AGAIN_MS);
}
