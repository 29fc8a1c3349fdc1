/**
 * Which view lies over the feed: named by the address, so that it can be linked to and Back closes it.
 * `#programme`, `#search`, `#settings`; `#programme/<id>` is one session of the programme.
 */
import { batch, signal } from "@preact/signals";

export const views = ["programme", "search", "settings"] as const;
export type ViewName = (typeof views)[number];

/** Undefined: the feed itself. */
export const opened = signal<ViewName | undefined>(undefined);
/** What of the view is opened: the id of a session. */
export const openedPart = signal<string | undefined>(undefined);

/** How many steps back the feed itself is. */
let depth = 0;

function readAddress(): void {
  const [name, part] = location.hash.slice(1).split("/");
  batch(() => {
    opened.value = views.find((view) => view === name);
    openedPart.value = opened.value && part ? decodeURIComponent(part) : undefined;
  });
}

const keepDepth = (): void => history.replaceState({ ...history.state, depth }, "");

/**
 * [OV1] Every entry of a view knows how far above the feed it
 * lies, so that closing it leaves no trace to go back to.
 */
export function followAddress(): void {
  readAddress();
  depth = history.state?.depth ?? 0;
  if (opened.value !== undefined && depth === 0) {
    // A link from elsewhere led here: the feed is put below it.
    const { hash } = location;
    history.replaceState({ depth }, "", location.pathname + location.search);
    depth = 1;
    history.pushState({ depth }, "", hash);
  }
  addEventListener("hashchange", () => {
    readAddress();
    depth = opened.value === undefined ? 0 : (history.state?.depth ?? depth + 1);
    keepDepth();
  });
}

/** Back to the feed, as it was left. */
export function closeView(): void {
  if (opened.peek() !== undefined) history.go(-depth);
}

/** Back by one: from a session to what it was opened from. */
export function stepBack(): void {
  if (opened.peek() !== undefined) history.back();
}
