import { useComputed } from "@preact/signals";
import type { Session } from "../../../server/contract/programme.ts";
import { isOn } from "../../shared/now-and-next.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { markOf } from "../../shared/parts/words-in.tsx";
import { dayName } from "../../shared/time.ts";
import { ownNameOf, sayIn } from "../../shared/words/languages.ts";
import { language, words } from "../../shared/words/words.ts";
import { OwnTime } from "../cards/own-time.tsx";
import { Star } from "../cards/star.tsx";
import type { FeedStore } from "../feed-store.ts";
import { HallPlate } from "./hall-plate.tsx";
import { viewWords } from "./words.ts";

/** All that the programme says of one session, and the reader's own way there. */
export function SessionDetails({ store, session }: { store: FeedStore; session: Session }) {
  const isNow = useComputed(() => isOn(session, store.now.value)).value;
  const zone = store.timeZone.value;
  const [startsAt, endsAt] = [Date.parse(session.startsAt), Date.parse(session.endsAt)];
  const event = store.event.value;
  const stream = event?.halls.find(({ id }) => id === session.hall)?.streamUrl;
  const track = event?.tracks.find(({ id }) => id === session.track);
  const say = (said: Record<string, string> | undefined) =>
    sayIn(said, language.value, store.defaultLanguages.value);
  const told = [say(session.subtitle), say(session.abstract)].filter(({ text }) => text !== "");
  const said = viewWords.value;
  return (
    <article class="session">
      <p class="when">
        {dayName(startsAt, zone, language.value)}
        <span>
          <ClockTime at={startsAt} zone={zone} />–<ClockTime at={endsAt} zone={zone} />
        </span>
        <OwnTime at={startsAt} zone={zone} />
        <HallPlate store={store} session={session} isNow={isNow} />
      </p>
      <p class="meta">
        {[
          track && say(track.name).text,
          session.language && `${words.value.languageWord}: ${ownNameOf(session.language)}`,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {session.speakers.length > 0 && (
        <ul>
          {session.speakers.map(({ name, affiliation }) => (
            <li key={name}>
              <b>{name}</b> {affiliation}
            </li>
          ))}
        </ul>
      )}
      {told.map(({ text, language: tag }) => (
        <p key={text} class="body" {...markOf(tag)}>
          {text}
        </p>
      ))}
      <p class="acts">
        {stream !== undefined && store.attendance.value !== "in-person" && (
          <a class="button primary" href={stream} rel="noopener">
            <Icon name="session-start" />
            {words.value.stream}
          </a>
        )}
        <Star starred={store.starred} session={session} />
        <a class="button" href={`/programme.ics?sessions=${session.id}`} download>
          {said.calendar}
        </a>
        {session.url !== undefined && (
          <a class="button" href={session.url} rel="noopener">
            {new URL(session.url).host}
          </a>
        )}
      </p>
    </article>
  );
}
