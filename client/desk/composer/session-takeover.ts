/** What a session gives to what is written about it: its hall's zone, its track, ways to attend. Pure. */
import type { PublicEvent } from "../../../server/contract/event.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { bestIn, wordsIn } from "../../../server/core/programme-words.ts";
import type { ComposerForm } from "./composer-form.ts";
import type { Fields, FormAction } from "./form-details.ts";

export interface TakenOver {
  readonly change: Partial<Pick<ComposerForm, "zones" | "tracks" | "actions">>;
  readonly hall: boolean;
  readonly track: boolean;
  readonly stream: boolean;
}

/** Fills only what is empty; undefined where nothing is. */
export function takeOverSession(
  form: Pick<ComposerForm, "zones" | "tracks" | "actions" | "text">,
  session: Session,
  event: Pick<PublicEvent, "halls" | "zones" | "tracks" | "languages">,
): TakenOver | undefined {
  const hall = event.halls.find(({ id }) => id === session.hall);
  const first = event.languages[0] ?? "en";
  const languages = Object.keys(form.text).length > 0 ? Object.keys(form.text) : [first];
  const inAll = (say: (language: string) => string): Fields =>
    Object.fromEntries(languages.map((language) => [language, say(language)]));
  const has = (whom: "online" | "in-person") =>
    form.actions.some(
      (action) =>
        action.for === whom && (action.url.trim() !== "" || Object.values(action.label).some(Boolean)),
    );
  const zone =
    hall?.zone !== undefined && event.zones.some(({ id }) => id === hall.zone) ? hall.zone : undefined;
  const track = event.tracks.some(({ id }) => id === session.track) ? session.track : undefined;
  const walk: FormAction[] =
    hall === undefined || has("in-person")
      ? []
      : [{ for: "in-person", label: inAll((language) => bestIn(hall.name, language, first)), url: "" }];
  const watch: FormAction[] =
    hall?.streamUrl === undefined || has("online")
      ? []
      : [{ for: "online", label: inAll((language) => wordsIn(language).watchLive), url: hall.streamUrl }];
  const takesZone = zone !== undefined && form.zones.length === 0;
  const takesTrack = track !== undefined && form.tracks.length === 0;
  if (!takesZone && !takesTrack && walk.length + watch.length === 0) return undefined;
  const kept = form.actions.filter(
    (action) => action.url !== "" || Object.values(action.label).some(Boolean),
  );
  return {
    change: {
      ...(takesZone ? { zones: [zone] } : {}),
      ...(takesTrack ? { tracks: [track] } : {}),
      ...(walk.length + watch.length === 0 ? {} : { actions: [...kept, ...watch, ...walk] }),
    },
    hall: takesZone || walk.length > 0,
    track: takesTrack,
    stream: watch.length > 0,
  };
}
