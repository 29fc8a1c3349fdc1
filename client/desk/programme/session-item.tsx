import type { Session } from "../../../server/contract/programme.ts";
import { ClockTime, Figures } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { Headline, markOf } from "../../shared/parts/words-in.tsx";
import { clockTime } from "../../shared/time.ts";
import { textIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import { type DeskItem, isSealed, timeOf } from "../order/running-order.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { sayHall, saySpeakers, sayTitle, sayTrack } from "./say.ts";
import { programmeWords } from "./words.ts";

interface SessionProps {
  readonly store: DeskStore;
  readonly session: Session;
  readonly items: readonly DeskItem[];
}

/** When, where, what, who; and what is announced of it. */
export function SessionItem({ store, session, items }: SessionProps) {
  const words = programmeWords.value;
  const zone = store.timeZone.value;
  const [startMs, endMs] = [Date.parse(session.startsAt), Date.parse(session.endsAt)];
  const isNow = startMs <= store.now.value && store.now.value < endMs;
  const title = sayTitle(store, session);
  const hall = sayHall(store, session.hall);
  const speakers = saySpeakers(session);
  const about = [words.types[session.type], sayTrack(store, session.track)].filter((part) => part !== "");
  return (
    <li class="session-item" data-session-id={session.id}>
      <span class="at">
        <ClockTime at={startMs} zone={zone} />
        <small class="num">
          <Figures text={`–${clockTime(endMs, zone)}`} />
        </small>
      </span>
      <div>
        <h4 {...markOf(title.language)}>
          <Headline text={title.text} language={title.language} />
        </h4>
        <p class="where">
          {hall !== "" && <span class="plate soft">{hall}</span>}
          {isNow && <span class="plate now">{words.now}</span>}
          {about.length > 0 && <span>{about.join(" · ")}</span>}
        </p>
        {speakers !== "" && <p class="speakers">{speakers}</p>}
        {items.length > 0 && (
          <ul class="its" aria-label={words.announcements(title.text)}>
            {items.map((item) => (
              <Announced key={item.id} store={store} item={item} />
            ))}
          </ul>
        )}
      </div>
      {store.may("draft") && (
        <button
          type="button"
          class="button"
          aria-label={words.writeAbout(title.text)}
          onClick={() => writeAbout(store, session.id)}
        >
          {words.write}
        </button>
      )}
    </li>
  );
}

/** A new form with the session attached; what else was typed is kept under its own name. */
export function writeAbout(store: DeskStore, sessionId: string): void {
  store.open(undefined);
  store.edit({ sessionId });
  store.part.value = "write";
  store.goTo("desk");
}

export function openInComposer(store: DeskStore, id: string): void {
  store.open(id);
  store.part.value = "write";
  store.goTo("desk");
}

function Announced({ store, item }: { store: DeskStore; item: DeskItem }) {
  if (isSealed(item)) return null;
  const words = programmeWords.value;
  const at = timeOf(item);
  const said = textIn(item, language.value, store.event.value?.languages ?? []);
  return (
    <li data-kind={item.kind} data-state={item.state}>
      <span class="at">
        {at === undefined ? <time>–</time> : <ClockTime at={at} zone={store.timeZone.value} />}
      </span>
      <Icon name={item.kind} />
      <button
        type="button"
        class="what"
        onClick={() => openInComposer(store, item.id)}
        {...markOf(said.language)}
      >
        {said.headline}
      </button>
      <small>
        {words.states[item.state]}
        {item.origin?.type === "session-start" && ` · ${words.automatic}`}
      </small>
    </li>
  );
}
