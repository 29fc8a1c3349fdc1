/** The feed that a page holds: what it was served with or the device kept, written back when it has changed. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Page } from "../link/page.ts";
import type { FeedKeeping } from "./feed-keeping.ts";
import { type HeldFeed, laterOf, readHeld } from "./held-feed.ts";

const KEEP_AFTER_MS = 3_000;
const LOAD_AGAIN_MS = 60_000;

export interface KeptFeed {
  readonly held: ReadonlySignal<HeldFeed | undefined>;
  /** The page is taken over: what the device kept may be later than what it was served with. */
  begin(): void;
  hold(next: HeldFeed): void;
  /** A snapshot: nothing of before remains. */
  startAnew(next: HeldFeed): void;
  /** Writes what has changed since it was written last, which else is done within some seconds. */
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
  let loading: Promise<FeedKeeping | undefined> | undefined;
  let keeping: FeedKeeping | undefined;
  let hasPagedBack = false;
  let cancel: (() => void) | undefined;

  function hold(next: HeldFeed): void {
    held.value = hasPagedBack || keeping === undefined ? next : keeping.bounded(next);
    cancel ??= page.after(KEEP_AFTER_MS, keepLater);
  }

  function startAnew(next: HeldFeed): void {
    hasPagedBack = false;
    hold(next);
  }

  /** Undefined where its code could not be fetched: then it is fetched again when it is wanted again. */
  function load(): Promise<FeedKeeping | undefined> {
    loading ??= page.loadKeeping(held).then(
      (loaded) => {
        keeping = loaded;
        return loaded;
      },
      () => {
        loading = undefined;
        return undefined;
      },
    );
    return loading;
  }

  async function keepLater(): Promise<void> {
    if (await load()) keep();
    else cancel = page.after(LOAD_AGAIN_MS, keepLater);
  }

  function keep(): void {
    if (cancel === undefined || keeping === undefined || held.value === undefined) return;
    cancel();
    cancel = undefined;
    if (!hasPagedBack) held.value = keeping.bounded(held.value);
    if (keepAs !== undefined) page.write(keepAs, keeping.written(held.value));
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
      const older = await (await load())?.fetchOlder();
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
