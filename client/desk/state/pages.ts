/** Which page of the desk is open: in the fragment of its address, so that it can be kept and shared. */
import { type ReadonlySignal, signal } from "@preact/signals";

export const pages = ["desk", "programme", "event", "people", "audit", "account"] as const;
export type PageName = (typeof pages)[number];

const pageIn = (hash: string): PageName => pages.find((name) => hash === `#${name}`) ?? "desk";

export function createPages(): { readonly page: ReadonlySignal<PageName>; goTo(page: PageName): void } {
  const page = signal(pageIn(location.hash));
  addEventListener("hashchange", () => {
    page.value = pageIn(location.hash);
  });
  return {
    page,
    goTo: (name) => {
      location.hash = name === "desk" ? "" : name;
    },
  };
}
