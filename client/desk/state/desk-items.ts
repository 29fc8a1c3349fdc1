/** The desk's announcements, kept up with: one by one as they change, all at once when that is not sure. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { DeskItem } from "../order/running-order.ts";
import { ask } from "./desk-api.ts";

const PAGES = 100;
/** Changes come in flurries; so long they are gathered. */
const GATHER_MS = 120;
/** More at once than this are not fetched one by one. */
const MANY = 8;

export interface DeskItems {
  readonly all: ReadonlySignal<ReadonlyMap<string, DeskItem>>;
  put(item: DeskItem): void;
  /** Somebody changed it: what the server has now is fetched soon. */
  touch(id: string): void;
  reload(): Promise<void>;
  /** Nobody sits at the desk any more: nothing is kept, and what is still under way is not shown. */
  clear(): void;
}

const isOlder = (item: DeskItem, held: DeskItem | undefined): boolean =>
  held !== undefined && "revision" in held && "revision" in item && held.revision > item.revision;

/** Asks nothing while nobody is signed in. */
export function createDeskItems(isSignedIn: () => boolean): DeskItems {
  const all = signal<ReadonlyMap<string, DeskItem>>(new Map());
  let touched = new Set<string>();
  let isGathering = false;
  /** What came one by one while all of them were being fetched: newer than the page it stood on. */
  let arrived = new Map<string, DeskItem>();

  function put(item: DeskItem): void {
    if (!isSignedIn()) return;
    // Answers overtake each other: an older revision never replaces a newer one.
    if (isOlder(item, all.value.get(item.id))) return;
    arrived.set(item.id, item);
    all.value = new Map(all.value).set(item.id, item);
  }

  async function reload(): Promise<void> {
    const found = new Map<string, DeskItem>();
    arrived = new Map();
    let cursor = "";
    for (let page = 0; page < PAGES; page++) {
      const answer = await ask<{ items: DeskItem[]; next?: string }>(
        `/api/v1/desk/announcements?limit=200${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      if (!answer.ok) return;
      for (const item of answer.body.items) found.set(item.id, item);
      if (answer.body.next === undefined) break;
      cursor = answer.body.next;
    }
    for (const [id, item] of arrived) if (!isOlder(item, found.get(id))) found.set(id, item);
    if (isSignedIn()) all.value = found;
  }

  async function fetchTouched(): Promise<void> {
    isGathering = false;
    const ids = touched;
    touched = new Set();
    if (!isSignedIn()) return;
    if (ids.size > MANY) return reload();
    for (const id of ids) {
      const answer = await ask<DeskItem>(`/api/v1/desk/announcements/${id}`);
      if (answer.ok) put(answer.body);
    }
  }

  return {
    all,
    put,
    reload,
    clear: () => {
      all.value = new Map();
      touched = new Set();
    },
    touch: (id) => {
      if (!isSignedIn()) return;
      touched.add(id);
      if (isGathering) return;
      isGathering = true;
      setTimeout(fetchTouched, GATHER_MS);
    },
  };
}
