/** What a reader had seen when they last left, kept on the device. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Cursor } from "../../../server/contract/feed.ts";
import { deviceStorage } from "../../shared/held/device-storage.ts";

const NAME = "seen";
/** Whoever comes back to an open page after so long has been away. */
const AWAY_MS = 600_000;

export interface Visits {
  /** Undefined: a first visit, or another log. */
  readonly seenUpTo: ReadonlySignal<number | undefined>;
  start(): void;
}

/** `shown` is up to where the reader has been shown the feed. */
export function createVisits(shown: () => Cursor | undefined): Visits {
  const seenUpTo = signal<number | undefined>(undefined);
  let leftAt = Number.POSITIVE_INFINITY;

  function come(): void {
    const kept = readKept();
    if (kept !== undefined && kept.epoch === shown()?.epoch) seenUpTo.value = kept.offset;
  }

  function leave(): void {
    const cursor = shown();
    if (cursor !== undefined) deviceStorage.write(NAME, JSON.stringify(cursor));
    leftAt = Date.now();
  }

  return {
    seenUpTo,
    start() {
      come();
      addEventListener("pagehide", leave);
      addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden") leave();
        else if (Date.now() - leftAt > AWAY_MS) come();
      });
    },
  };
}

function readKept(): Cursor | undefined {
  try {
    const kept: Partial<Cursor> | null = JSON.parse(deviceStorage.read(NAME) ?? "null");
    return typeof kept?.offset === "number" ? (kept as Cursor) : undefined;
  } catch {
    return undefined;
  }
}
