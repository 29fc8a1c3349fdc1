/**
 * A preview's side of the talk with the desk. It believes the page that frames it, and only where that
 * page is of its own origin; anything else that arrives is passed over in silence.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { PreviewAnswer, ShowMessage } from "./message.ts";

export function listenToDesk(): ReadonlySignal<ShowMessage | undefined> {
  const shown = signal<ShowMessage | undefined>(undefined);
  addEventListener("message", ({ origin, source, data }: MessageEvent) => {
    if (origin !== location.origin || source !== parent || parent === window) return;
    if (!isShow(data)) return;
    document.documentElement.dataset.theme = data.theme;
    shown.value = data;
  });
  answer({ type: "ready" });
  addEventListener("click", openElsewhere);
  return shown;
}

/** Tells how high the page is, so that its frame is never scrolled. */
export function tellHeight(of: Element): void {
  new ResizeObserver(() => {
    answer({ type: "height", px: Math.ceil(of.getBoundingClientRect().height) });
  }).observe(of);
}

function answer(message: PreviewAnswer): void {
  if (parent !== window) parent.postMessage(message, location.origin);
}

const isShow = (data: unknown): data is ShowMessage =>
  typeof data === "object" &&
  data !== null &&
  "type" in data &&
  data.type === "show" &&
  "announcement" in data;

/** A link can be tried; the preview itself stays where it is. */
function openElsewhere(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null) return;
  event.preventDefault();
  if (link.protocol.startsWith("http") && link.origin !== location.origin)
    open(link.href, "_blank", "noopener,noreferrer");
}
