/** The feed that a page holds: what it was served with or the device kept, written back when it has changed. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { bounded, type HeldFeed, laterOf, readHeld, writeHeld } from "./held-feed.ts";
import { createOlderPages } from "./older-pages.ts";
import type { Page } from "./page.ts";

const KEEP_AFTER_MS = 5_000;

export interface KeptFeed {
  readonly held: ReadonlySignal<HeldFeed | undefined>;
  /** The page is taken over: what the device kept may be later than what it was served with. */
  begin(): void;
  hold(next: HeldFeed): void;
  /** A snapshot: nothing of before remains. */
  startAnew(next: HeldFeed): void;
  /** Writes what has changed since it was written last; else it is written within some seconds. */
  keep(): void;
  fetchOlder(): Promise<boolean>;
  leaveOlder(): void;
}

export function createKeptFeed(
  page: Page,
  keepAs: string | undefined,
  served: HeldFeed | undefined,
): KeptFeed {
  const kept = (): HeldFeed | undefined => (keepAs === undefined ? undefined : readHeld(page.read(keepAs)));
  const held = signal(served ?? kept());
  const olderPage = createOlderPages(held, page.now);
  let hasPagedBack = false;
  let cancel: (() => void) | undefined;

  function hold(next: HeldFeed): void {
    held.value = hasPagedBack ? next : bounded(next);
    if (keepAs !== undefined) cancel ??= page.after(KEEP_AFTER_MS, keep);
  }

  function startAnew(next: HeldFeed): void {
    hasPagedBack = false;
    hold(next);
  }

  function keep(): void {
    if (cancel === undefined || keepAs === undefined || held.value === undefined) return;
    cancel();
    cancel = undefined;
    page.write(keepAs, writeHeld(held.value));
  }

  return {
    held,
    begin: () => {
      if (served !== undefined) hold(laterOf(served, kept()));
    },
    hold,
    startAnew,
    keep,
    fetchOlder: async () => {
      const older = await olderPage();
      if (older === undefined) return false;
      hasPagedBack ||= older !== held.value;
      held.value = older;
      return true;
    },
    leaveOlder: () => {
      if (hasPagedBack && held.value !== undefined) startAnew(held.value);
    },
  };
}
