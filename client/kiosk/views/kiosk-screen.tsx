import { Foyer } from "./foyer.tsx";
import type { ScreenStore } from "./kiosk-store.ts";
import { Honours, Stage } from "./stage.tsx";
import { Takeover } from "./takeover.tsx";

/** Hook for tests: `data-screen` on <html> names the view. */
export function KioskScreen({ store }: { store: ScreenStore }) {
  const shown = store.screen.value;
  document.documentElement.dataset.screen = shown.screen;
  if (shown.screen === "takeover") return <Takeover store={store} urgent={shown.urgent} />;
  if (shown.screen === "honours") return <Honours store={store} announcement={shown.announcement} />;
  if (shown.screen === "stage") return <Stage store={store} announcement={shown.announcement} />;
  return <Foyer store={store} shown={shown} />;
}
