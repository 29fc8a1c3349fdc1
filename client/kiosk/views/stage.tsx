import type { Announcement } from "../../server/contract/announcement.ts";
import { Icon } from "../shared/parts/icon.tsx";
import { Both, columnsOf, headlines, phrase } from "./both.tsx";
import type { ScreenStore } from "./kiosk-store.ts";
import { podiumOf } from "./kiosk-view.ts";
import { BigClock, Foot } from "./screen-parts.tsx";

/** Longer than these, in columns of a Latin letter, a headline steps down a size. */
const MEDIUM_COLUMNS = 24;
const LONG_COLUMNS = 44;

export function lengthOf(text: Announcement["text"]): "short" | "medium" | "long" {
  const columns = Math.max(...Object.values(text).map(({ headline }) => columnsOf(headline)));
  if (columns > LONG_COLUMNS) return "long";
  return columns > MEDIUM_COLUMNS ? "medium" : "short";
}

/** One announcement, for as long as it takes to read it. */
export function Stage({ store, announcement }: { store: ScreenStore; announcement: Announcement }) {
  const action = announcement.actions.find(({ for: whom }) => whom !== "online");
  return (
    <main class="stage" data-kind={announcement.kind} data-announcement-id={announcement.id}>
      <p class="top">
        <span class="kind">
          <Icon name={announcement.kind} />
          {phrase(store, ({ kind }) => kind[announcement.kind])}
        </span>
        <BigClock store={store} />
      </p>
      <h1 class={lengthOf(announcement.text)}>
        <Both store={store} words={headlines(announcement.text)} />
      </h1>
      <p class="tell">
        <span class="both">
          <Both store={store} words={action?.label} />
        </span>
      </p>
      <Foot store={store} />
    </main>
  );
}

const STEPS = ["first", "second", "third"] as const;

/** The podium, revealed third, second, first, at one instant on every screen. */
export function Honours({ store, announcement }: { store: ScreenStore; announcement: Announcement }) {
  const podium = podiumOf(announcement) ?? [];
  return (
    <main class="honours" data-announcement-id={announcement.id}>
      <header>
        <h1>
          <Both store={store} words={headlines(announcement.text)} />
        </h1>
        <BigClock store={store} />
      </header>
      <ol class="steps">
        {podium.map(({ place, name, affiliation, country }, at) => (
          <li class={STEPS[at]} value={place}>
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
