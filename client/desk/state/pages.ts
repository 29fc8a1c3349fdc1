/**
 * Which page of the desk is open, and what it was asked to open with: in the fragment of its address, so that it
 * can be kept and shared. `#screens?code=BKTD-4P7X` is what the code on a screen leads to.
 */
import { type ReadonlySignal, signal } from "@preact/signals";

export const pages = ["desk", "programme", "screens", "event", "people", "audit", "account"] as const;
export type PageName = (typeof pages)[number];

export interface Place {
  readonly page: PageName;
  readonly query: URLSearchParams;
}

export function placeIn(hash: string): Place {
  const [name = "", query = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
  return { page: pages.find((each) => each === name) ?? "desk", query: new URLSearchParams(query) };
}

export interface Pages {
  readonly page: ReadonlySignal<PageName>;
  readonly query: ReadonlySignal<URLSearchParams>;
  goTo(page: PageName): void;
  /** What the page was asked to open with has been seen to: it leaves the address, and is no step back. */
  settle(): void;
}

export function createPages(): Pages {
  const { page: first, query: given } = placeIn(location.hash);
  const page = signal(first);
  const query = signal(given);
  addEventListener("hashchange", () => {
    const place = placeIn(location.hash);
    page.value = place.page;
    query.value = place.query;
  });
  return {
    page,
    query,
    goTo: (name) => {
      location.hash = name === "desk" ? "" : name;
    },
    settle: () => {
      history.replaceState(null, "", `#${page.peek()}`);
      query.value = new URLSearchParams();
    },
  };
}
