/**
 * Looks after the start of the page for screens, apart from it and before it: a version that does not come up is
 * told to the worker, which starts the one before it, and the page is loaded again, later and later. A script of
 * its own, that needs no other.
 *
 * The page says `fanfare:up` once it has drawn, and `fanfare:crashed` where a view could not be drawn.
 */
const UP_MS = 20_000;
/** From then on a fault is of the day, not of the version. */
const WELL_MS = 30_000;
const WAITS_MS = [1_000, 5_000, 15_000, 60_000, 300_000];
const ANSWERS_MS = 2_000;
const NAME = "fanfare.starts";

const startedAt = performance.now();
let isUp = false;
let isFailing = false;

addEventListener(
  "error",
  ({ target }) => {
    const isOurs =
      target === window || target instanceof HTMLScriptElement || target instanceof HTMLLinkElement;
    if (!isUp && isOurs) void fail();
  },
  true,
);
addEventListener("unhandledrejection", () => {
  if (!isUp) void fail();
});
addEventListener("fanfare:up", () => {
  isUp = true;
  setTimeout(() => write(0), WELL_MS);
});
addEventListener("fanfare:crashed", () => {
  if (performance.now() - startedAt < WELL_MS) void fail();
});
setTimeout(() => {
  if (!isUp) void fail();
}, UP_MS);

async function fail(): Promise<void> {
  if (isFailing) return;
  isFailing = true;
  const earlier = read();
  write(earlier + 1);
  await Promise.all([
    tellWorker(),
    new Promise((done) => setTimeout(done, WAITS_MS[Math.min(earlier, WAITS_MS.length - 1)])),
  ]);
  await again();
}

/** Never into the browser's own error: where the device does not have the page, once the server has. */
async function again(): Promise<void> {
  const isThere =
    navigator.serviceWorker?.controller ??
    (await fetch("/kiosk", { cache: "no-store" }).then(
      ({ ok }) => ok,
      () => false,
    ));
  if (isThere) location.reload();
  else setTimeout(again, WAITS_MS[2]);
}

function tellWorker(): Promise<void> {
  return new Promise((done) => {
    const build = document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done();
    setTimeout(done, ANSWERS_MS);
    navigator.serviceWorker?.controller?.postMessage({ type: "crashed", build }, [port2]);
  });
}

function read(): number {
  try {
    return Number(sessionStorage.getItem(NAME) ?? 0);
  } catch {
    return 0;
  }
}

function write(starts: number): void {
  try {
    sessionStorage.setItem(NAME, String(starts));
  } catch {
    // Then it waits as if for the first time.
  }
}

export {};
