import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { language } from "../../shared/words/words.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { type WallCounts, wallCounts } from "./wall.ts";
import { useSayTime } from "./wall-view.tsx";
import { type ScreensWords, screensWords } from "./words.ts";

/** Screens come and go in flurries; whoever hears the page is told at most so often. */
const SAY_MS = 10_000;

/** "41 of 43 screens, 2 offline since 10:32" */
export function countLine(
  counts: WallCounts,
  words: ScreensWords,
  sayTime: (atMs: number) => string,
): string[] {
  const { paired, connected, offline, offlineSince, wentTogether, waiting, stopped, faulty } = counts;
  const since = offlineSince === undefined ? "" : sayTime(Date.parse(offlineSince));
  const away = wentTogether ? words.offlineSince : words.offlineFirst;
  return [
    words.connected(connected, paired),
    ...(offline > 0 ? [away(offline, since)] : []),
    ...(stopped > 0 ? [words.areStopped(stopped)] : []),
    ...(waiting > 0 ? [words.notCome(waiting)] : []),
    ...(faulty > 0 ? [words.haveFaults(faulty)] : []),
  ];
}

export function Counts({ store }: { store: DeskStore }) {
  const kiosks = store.screens.all.value;
  const sayTime = useSayTime(store);
  const parts = kiosks.size === 0 ? [] : countLine(wallCounts(kiosks.values()), screensWords.value, sayTime);
  const line = parts.join(language.value === "zh" ? "，" : ", ");
  return (
    <>
      <p class="screen-counts">
        {parts.map((part, at) => (
          <span key={at}>{part}</span>
        ))}
      </p>
      <Rarely line={line} />
    </>
  );
}

/** For those who hear it: what is so after a while, not each step on the way. */
function Rarely({ line }: { line: string }) {
  const heard = useSignal("");
  const latest = useRef(line);
  latest.current = line;
  useEffect(() => {
    const timer = setInterval(() => {
      heard.value = latest.current;
    }, SAY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="hush" role="status">
      {heard.value}
    </p>
  );
}
