/** A page in a browser. */
import { deviceStorage } from "../held/device-storage.ts";
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
  watch: ({ networkBack, networkLost, hidden, left, seen }) => {
    addEventListener("online", networkBack);
    addEventListener("offline", networkLost);
    addEventListener("pagehide", () => {
      hidden();
      left();
    });
    document.addEventListener("freeze", left);
    document.addEventListener("resume", seen);
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) seen();
    });
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
  openWebSocket: openLater(async () => openSocketLink),
  openStream: openLater(async () => (await import("./stream-link.ts")).openStreamLink),
  openPolling: openLater(async () => (await import("./poll-link.ts")).openPollLink),
  loadKeeping: async (held) => (await import("../held/feed-keeping.ts")).createKeeping(held, Date.now),
  joinTabs: async (shell) => (await import("./browser-tabs.ts")).joinBrowserTabs(shell),
};

/** A link whose code is fetched when it is wanted; one that cannot be fetched or made is one that did not open. */
function openLater(load: () => Promise<OpenLink>): OpenLink {
  return (options, report) => {
    let link: Link | undefined;
    let isClosed = false;
    let asked = options;
    load()
      .then((open) => {
        if (!isClosed) link = open(asked, report);
      })
      .catch(report.closed);
    return {
      close: () => {
        isClosed = true;
        link?.close();
      },
      askClock: (answer) => link?.askClock(answer),
      sayAttendance: (attendance) => {
        asked = { ...asked, attendance };
        link?.sayAttendance(attendance);
      },
    };
  };
}
