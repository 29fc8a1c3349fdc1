/** A page in a browser. */
import { deviceStorage } from "./device-storage.ts";
import type { Link, OpenLink } from "./link.ts";
import type { Page } from "./page.ts";
import { openSocketLink } from "./socket-link.ts";

const SERVER_ANSWERS_MS = 4_000;

export const browserPage: Page = {
  now: () => Date.now(),
  monotonicNow: () => performance.now(),
  random: Math.random,
  after: (waitMs, run) => {
    const timer = setTimeout(run, Math.max(0, waitMs));
    return () => clearTimeout(timer);
  },
  read: deviceStorage.read,
  write: deviceStorage.write,
  mark: (name, value) => {
    document.documentElement.dataset[name] = value;
  },
  watch: ({ networkBack, networkLost, hidden, seen }) => {
    addEventListener("online", networkBack);
    addEventListener("offline", networkLost);
    addEventListener("pagehide", hidden);
    addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") hidden();
      else seen();
    });
  },
  isServerThere: () =>
    fetch("/servez", { cache: "no-store", signal: AbortSignal.timeout(SERVER_ANSWERS_MS) }).then(
      () => true,
      () => false,
    ),
  openWebSocket: openSocketLink,
  openStream: openLater(async () => (await import("./stream-link.ts")).openStreamLink),
};

/** A link whose code is fetched when it is wanted; one that cannot be fetched is one that did not open. */
function openLater(load: () => Promise<OpenLink>): OpenLink {
  return (options, report) => {
    let link: Link | undefined;
    let isClosed = false;
    load().then(
      (open) => {
        if (!isClosed) link = open(options, report);
      },
      () => report.closed(),
    );
    return {
      close: () => {
        isClosed = true;
        link?.close();
      },
      askClock: (answer) => link?.askClock(answer),
      sayAttendance: (attendance) => link?.sayAttendance(attendance),
    };
  };
}
