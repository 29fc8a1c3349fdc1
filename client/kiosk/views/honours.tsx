import { useMemo } from "preact/hooks";
import type { Announcement } from "../../../server/contract/announcement.ts";
import { podiumOf, STEP_MS } from "../show/podium.ts";
import { Both, headlines } from "./both.tsx";
import { BigClock, Foot, shownAs } from "./screen-parts.tsx";
import type { ScreenStore } from "./screen-store.ts";

const STEPS = ["first", "second", "third"] as const;
/** Which one after the other: third, second, first. */
const RISES = [2, 1, 0] as const;

/**
 * The podium: third, second, first. Each step rises at its own instant after the reveal, which is one for all
 * screens; on one that comes to it later they stand as far as they have risen.
 */
export function Honours({
  store,
  announcement,
  revealedMs,
}: {
  store: ScreenStore;
  announcement: Announcement;
  revealedMs: number;
}) {
  const podium = podiumOf(announcement) ?? [];
  const beganMs = useMemo(() => store.now.peek() - revealedMs, [announcement.id, revealedMs]);
  return (
    <main class="honours" {...shownAs(announcement)}>
      <header>
        <h1>
          <Both store={store} words={headlines(announcement.text)} />
        </h1>
        <BigClock store={store} />
      </header>
      <ol class="steps">
        {podium.map(({ place, name, affiliation, country }, at) => (
          <li
            key={place}
            class={STEPS[at]}
            value={place}
            style={{ animationDelay: `${RISES[at]! * STEP_MS - beganMs}ms` }}
          >
            <p class="name">
              <span class="said">{name}</span>
              <span class="also">{[affiliation, country].filter(Boolean).join(", ")}</span>
            </p>
            <span class="block">
              <b>{place}</b>
            </span>
          </li>
        ))}
      </ol>
      <Foot store={store} />
    </main>
  );
}
