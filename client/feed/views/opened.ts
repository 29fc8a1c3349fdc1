/** Which view lies over the feed: named by the address, so that it can be linked to and Back closes it. */
import { signal } from "@preact/signals";

export const views = ["programme", "search", "settings"] as const;
export type ViewName = (typeof views)[number];

/** Undefined: the feed itself. */
export const opened = signal<ViewName | undefined>(undefined);

const named = (hash: string): ViewName | undefined => views.find((name) => hash === `#${name}`);

export function followAddress(): void {
  const look = () => {
    opened.value = named(location.hash);
  };
  look();
  addEventListener("hashchange", look);
}
