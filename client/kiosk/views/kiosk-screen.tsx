/**
 * The whole picture: an alert before anything else, then what the desk has asked for, a code where nobody has
 * claimed this screen yet, and what it is there to show. Hook for tests: `data-screen` on <html> names the view.
 */
import { Component, type ComponentChildren } from "preact";
import { Door } from "./door.tsx";
import { Foyer } from "./foyer.tsx";
import { Honours } from "./honours.tsx";
import { Identify, TestCard } from "./overlays.tsx";
import { Pairing } from "./pairing.tsx";
import { Blackout, Quiet } from "./quiet.tsx";
import type { ScreenStore } from "./screen-store.ts";
import { OnStage, Stage } from "./stage.tsx";
import { Takeover } from "./takeover.tsx";
import { Ticker } from "./ticker.tsx";

type Viewed = ScreenStore["screen"]["value"]["screen"] | "pairing" | "identify" | "test-card";

export function viewedOf({
  screen,
  overlay,
  pairing,
}: Pick<ScreenStore, "screen" | "overlay" | "pairing">): Viewed {
  const shown = screen.value.screen;
  if (shown === "takeover") return shown;
  return overlay.value ?? (pairing.value?.isWhole ? "pairing" : shown);
}

export function KioskScreen({ store }: { store: ScreenStore }) {
  const viewed = viewedOf(store);
  document.documentElement.dataset.screen = viewed;
  if (viewed === "identify") return <Identify store={store} />;
  if (viewed === "test-card") return <TestCard store={store} />;
  const unpaired = store.pairing.value;
  if (viewed === "pairing" && unpaired !== undefined) return <Pairing store={store} unpaired={unpaired} />;
  return <Shown store={store} />;
}

function Shown({ store }: { store: ScreenStore }) {
  const shown = store.screen.value;
  switch (shown.screen) {
    case "takeover":
      return <Takeover store={store} shown={shown} />;
    case "honours":
      return <Honours store={store} announcement={shown.announcement} revealedMs={shown.revealedMs} />;
    case "stage":
      return <Stage store={store} announcement={shown.announcement} />;
    case "session":
      return <OnStage store={store} session={shown.session} isNow={shown.isNow} />;
    case "door":
      return <Door store={store} shown={shown} />;
    case "ticker":
      return <Ticker store={store} shown={shown} />;
    case "quiet":
      return <Quiet store={store} next={shown.next} />;
    case "blackout":
      return <Blackout />;
    case "foyer":
      return <Foyer store={store} shown={shown} />;
  }
}

interface GuardProps {
  readonly store: ScreenStore;
  readonly onThrew: (error: unknown) => void;
  readonly children: ComponentChildren;
}

/** A view that throws leaves the time and the event's name on the screen, never nothing. */
export class Guarded extends Component<GuardProps, { readonly threw: boolean }> {
  override state = { threw: false };

  static override getDerivedStateFromError(): { threw: boolean } {
    return { threw: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onThrew(error);
  }

  override render({ store, children }: GuardProps, { threw }: { threw: boolean }) {
    return threw ? <Quiet store={store} next={undefined} /> : children;
  }
}
