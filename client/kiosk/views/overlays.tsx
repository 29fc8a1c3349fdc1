/** What the desk has asked for: which screen this is, or whether its picture is right. */
import { Figures } from "../../shared/parts/clock-time.tsx";
import { Mark } from "../../shared/parts/icon.tsx";
import { clockTime } from "../../shared/time.ts";
import { Both, Phrase } from "./both.tsx";
import type { ScreenStore } from "./screen-store.ts";

export function Identify({ store }: { store: ScreenStore }) {
  const config = store.config.value;
  const zone = store.event.value?.zones.find(({ id }) => id === config?.zone);
  const hall = store.event.value?.halls.find(({ id }) => id === config?.hall);
  const { width, height } = store.picture.value;
  const isSame = JSON.stringify(zone?.name) === JSON.stringify(hall?.name);
  return (
    <main class="identify">
      <p class="top">
        <Mark />
        <span class="line">
          <Phrase store={store} of={({ isTheOne }) => isTheOne} />
        </span>
      </p>
      <h1>{config?.name ?? ""}</h1>
      <p class="where">
        {[zone, isSame ? undefined : hall].map(
          (place, at) =>
            place !== undefined && (
              <span key={at} class="plate">
                <span class="both">
                  <Both store={store} words={place.name} />
                </span>
              </span>
            ),
        )}
        <span class="num">
          {width} × {height}
        </span>
      </p>
    </main>
  );
}

/** One letter or more of each script that may be missing, and figures that are easily taken for each other. */
const SAMPLES = [
  ["en", "Hamburgefonstiv 0123456789"],
  ["zh", "乌镇峰会 永字八法"],
  ["ar", "مؤتمر الإنترنت العالمي"],
  ["ru", "Съешь ещё этих мягких"],
  ["fr", "Où êtes-vous, Noël ?"],
] as const;
const COLOURS = ["white", "yellow", "cyan", "green", "magenta", "red", "blue", "black"] as const;
const GREYS = Array.from({ length: 11 }, (_, at) => at);

/** Edges that must be seen whole, circles that must be round, greys that must differ, letters of every script. */
export function TestCard({ store }: { store: ScreenStore }) {
  const { width, height, turn } = store.picture.value;
  const at = store.now.value;
  return (
    <main class="test-card">
      <svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
        <circle cx="50" cy="50" r="49" />
        <path d="M50 0v9M50 91v9M0 50h7M93 50h7" />
      </svg>
      <p class="bars" aria-hidden="true">
        {COLOURS.map((colour) => (
          <i key={colour} class={colour} />
        ))}
      </p>
      <section>
        <h1>
          <span class="line">
            <Phrase store={store} of={({ testCard }) => testCard} />
          </span>
        </h1>
        <p class="num big-time">
          <Figures
            text={`${clockTime(at, store.timeZone.value)}:${String(Math.floor(at / 1_000) % 60).padStart(2, "0")}`}
          />
        </p>
        <p>{store.config.value?.name ?? ""}</p>
        <p class="num">
          {width} × {height} · {devicePixelRatio}× · {turn}° · {store.build ?? ""}
        </p>
        {SAMPLES.map(([language, sample]) => (
          <p key={language} lang={language} dir="auto" class="sample">
            {sample}
          </p>
        ))}
      </section>
      <p class="greys" aria-hidden="true">
        {GREYS.map((step) => (
          <i key={step} style={{ backgroundColor: `oklch(${step / 10} 0 0)` }} />
        ))}
      </p>
    </main>
  );
}
