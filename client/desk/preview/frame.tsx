import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { PreviewAnswer, ShowMessage } from "../../preview/message.ts";
import { previewWords } from "./words.ts";

interface FrameProps {
  readonly page: "feed" | "kiosk";
  readonly title: string;
  readonly show: Omit<ShowMessage, "type">;
}

const WIDTH = { feed: 390, kiosk: 1920 } as const;
const HEIGHT = { feed: 320, kiosk: 1080 } as const;
const COMES_WITHIN_MS = 10_000;

/** A page of ours at its real size, made as small as there is room for. It is shown again with each change. */
export function Frame({ page, title, show }: FrameProps) {
  const box = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const state = useSignal<"loading" | "ready" | "failed">("loading");
  const latest = useRef(show);
  latest.current = show;
  const tell = () =>
    frame.current?.contentWindow?.postMessage({ type: "show", ...latest.current }, location.origin);

  useEffect(() => {
    const fit = () => {
      const width = box.current?.clientWidth ?? 0;
      box.current?.style.setProperty("--scale", String(Math.min(1, width / WIDTH[page])));
    };
    const hear = ({ origin, source, data }: MessageEvent<PreviewAnswer>) => {
      if (origin !== location.origin || source !== frame.current?.contentWindow) return;
      if (data?.type === "ready") {
        state.value = "ready";
        tell();
      }
      if (data?.type === "height" && page === "feed")
        box.current?.style.setProperty("--height", String(Math.max(64, data.px)));
    };
    box.current?.style.setProperty("--width", String(WIDTH[page]));
    box.current?.style.setProperty("--height", String(HEIGHT[page]));
    const room = new ResizeObserver(fit);
    if (box.current) room.observe(box.current);
    addEventListener("message", hear);
    const timer = setTimeout(() => {
      if (state.peek() === "loading") state.value = "failed";
    }, COMES_WITHIN_MS);
    return () => {
      room.disconnect();
      removeEventListener("message", hear);
      clearTimeout(timer);
    };
  }, []);
  // Same words, no message: a tick of the clock is none to a preview.
  const said = JSON.stringify(show);
  useEffect(() => {
    if (state.peek() === "ready") tell();
  }, [said]);

  return (
    <div class={`frame ${page}`} data-state={state.value} ref={box}>
      <div class="glass">
        <iframe ref={frame} title={title} src={`/desk/preview/${page}`} />
      </div>
      {state.value !== "ready" && (
        <p class="none" role="status">
          {state.value === "failed" ? previewWords.value.failed : previewWords.value.loading}
        </p>
      )}
    </div>
  );
}
