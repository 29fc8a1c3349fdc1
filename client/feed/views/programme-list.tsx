import { useComputed } from "@preact/signals";
import type { Session } from "../../../server/contract/programme.ts";
import { isOn } from "../../shared/now-and-next.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { markOf } from "../../shared/parts/words-in.tsx";
import { dayName } from "../../shared/time.ts";
import { sayIn } from "../../shared/words/languages.ts";
import { language, words } from "../../shared/words/words.ts";
import { Star } from "../cards/star.tsx";
import type { FeedStore } from "../feed-store.ts";
import { HallPlate } from "./hall-plate.tsx";
import type { Day } from "./programme-choice.ts";

/** One day down the time column. */
export const SessionList = ({ store, day, isNamed }: { store: FeedStore; day: Day; isNamed: boolean }) => (
  <section>
    {isNamed && <h3 class="day">{dayName(day.atMs, store.timeZone.value, language.value)}</h3>}
    <ol class="sessions">
      {day.sessions.map((session) => (
        <Row key={session.id} store={store} session={session} />
      ))}
    </ol>
  </section>
);

function Row({ store, session }: { store: FeedStore; session: Session }) {
  const isNow = useComputed(() => isOn(session, store.now.value)).value;
  const zone = store.timeZone.value;
  const title = sayIn(session.title, language.value, store.defaultLanguages.value);
  return (
    <li>
      <span class="when">
        <ClockTime at={Date.parse(session.startsAt)} zone={zone} />
        <small>
          <ClockTime at={Date.parse(session.endsAt)} zone={zone} />
        </small>
      </span>
      <span>
        <a href={`#programme/${session.id}`} {...markOf(title.language)}>
          {title.text}
        </a>
        <small>
          {isNow && <span class="hush">{words.value.now} </span>}
          <HallPlate store={store} session={session} isNow={isNow} />
          {session.speakers.map(({ name }) => name).join(" · ")}
        </small>
      </span>
      <Star starred={store.starred} session={session} of={title.text} />
    </li>
  );
}
