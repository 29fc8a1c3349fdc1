/** What is on the screen, as the desk is told of it: the same until something else is. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Showing } from "../device/health.ts";
import type { Screen } from "../show/screen-at.ts";
import type { ScreenStore } from "../views/screen-store.ts";

export function showingOf(
  { screen, now }: Pick<ScreenStore, "screen" | "now">,
  viewed: ReadonlySignal<string>,
): ReadonlySignal<Showing> {
  const showing = signal<Showing>({ screen: "", since: new Date(now.peek()).toISOString() });
  effect(() => {
    const name = viewed.value;
    const item = name === screen.value.screen ? announcementOn(screen.value) : undefined;
    const held = showing.peek();
    const isSame =
      held.screen === name && held.announcementId === item?.id && held.revision === item?.revision;
    if (isSame) return;
    showing.value = {
      screen: name,
      ...(item === undefined ? {} : { announcementId: item.id, revision: item.revision }),
      since: new Date(now.peek()).toISOString(),
    };
  });
  return showing;
}

function announcementOn(shown: Screen): { readonly id: string; readonly revision: number } | undefined {
  if (shown.screen === "takeover") return shown.urgent.announcement;
  if (shown.screen === "honours" || shown.screen === "stage") return shown.announcement;
  if (shown.screen === "foyer" || shown.screen === "door") return shown.latest;
  if (shown.screen === "ticker" && shown.line !== undefined && "revision" in shown.line) return shown.line;
  return undefined;
}
