/**
 * Fits an imported programme into the event: its halls and tracks are found among the event's by id or by
 * name, and those that are new are added. An event that nobody has set up takes everything from the file.
 */
import type { DeskEvent } from "../contract/event.ts";
import type { Words } from "../contract/forms.ts";
import type { ImportedProgramme, ImportFinding, Session } from "../contract/programme.ts";
import { blankEvent } from "../feed/directory.ts";
import { UNDETERMINED } from "../programme/text/languages.ts";

export interface Fitted {
  readonly event: DeskEvent;
  readonly sessions: readonly Session[];
  readonly warnings: readonly ImportFinding[];
}

export function fitIntoEvent(imported: ImportedProgramme, known: DeskEvent): Fitted {
  const isFirst = isBlank(known);
  const base = isFirst ? firstEvent(imported, known) : known;
  const [defaultLanguage] = base.languages as [string];
  const halls = fitPlaces(imported.halls, base.halls, defaultLanguage);
  const tracks = fitPlaces(imported.tracks, base.tracks, defaultLanguage);
  const warnings = isFirst
    ? []
    : [
        ...halls.added.map(({ id, name }) => notice("halls", id, `the event gets the hall ${saying(name)}`)),
        ...tracks.added.map(({ id, name }) =>
          notice("tracks", id, `the event gets the track ${saying(name)}`),
        ),
      ];
  return {
    event: {
      ...base,
      halls: [...base.halls, ...halls.added],
      tracks: [...base.tracks, ...tracks.added],
    },
    sessions: imported.sessions.map((session) => placed(session, halls.idOf, tracks.idOf)),
    warnings,
  };
}

/** Whether nobody has set the event up: it has neither days nor places. */
export function isBlank(event: DeskEvent): boolean {
  const blank = blankEvent();
  const places = [...event.halls, ...event.zones, ...event.tracks];
  return event.startsAt === blank.startsAt && event.endsAt === blank.endsAt && places.length === 0;
}

function firstEvent(imported: ImportedProgramme, blank: DeskEvent): DeskEvent {
  const stated = imported.languages.filter((language) => language !== UNDETERMINED);
  const languages = stated.length > 0 ? stated : blank.languages;
  const [defaultLanguage] = languages as [string];
  const starts = imported.sessions.map((session) => session.startsAt).sort();
  const ends = imported.sessions.map((session) => session.endsAt).sort();
  const startsAt = imported.startsAt ?? starts[0] ?? blank.startsAt;
  const endsAt = imported.endsAt ?? ends.at(-1) ?? blank.endsAt;
  return {
    ...blank,
    name: { [defaultLanguage]: clippedName(imported.name) ?? Object.values(blank.name)[0]! },
    timeZone: imported.timeZone ?? blank.timeZone,
    languages,
    startsAt,
    endsAt: endsAt < startsAt ? startsAt : endsAt,
  };
}

/** Names of events are shorter than titles in files may be. */
const clippedName = (name: string | undefined): string | undefined =>
  name === undefined || name.length <= 200 ? name : `${name.slice(0, 199).trimEnd()}…`;

interface Place {
  readonly id: string;
  readonly name: Words;
}

function fitPlaces<Imported extends Place, Known extends Place>(
  imported: readonly Imported[],
  known: readonly Known[],
  defaultLanguage: string,
): { readonly added: Imported[]; readonly idOf: ReadonlyMap<string, string> } {
  const ids = new Set(known.map((place) => place.id));
  const byName = new Map(known.flatMap((place) => Object.values(place.name).map((name) => [name, place.id])));
  const added: Imported[] = [];
  const idOf = new Map<string, string>();
  for (const place of imported) {
    const named = Object.values(place.name).map((name) => byName.get(name));
    const id = ids.has(place.id) ? place.id : (named.find((found) => found !== undefined) ?? place.id);
    idOf.set(place.id, id);
    if (ids.has(id)) continue;
    ids.add(id);
    added.push({ ...place, name: inDefault(place.name, defaultLanguage) });
  }
  return { added, idOf };
}

/** A name of which the file does not say the language is taken for one in the event's own. */
function inDefault(name: Words, defaultLanguage: string): Words {
  const { [UNDETERMINED]: undetermined, ...rest } = name;
  if (undetermined === undefined || rest[defaultLanguage] !== undefined) return name;
  return { [defaultLanguage]: undetermined, ...rest };
}

function placed(
  session: Session,
  hallIds: ReadonlyMap<string, string>,
  trackIds: ReadonlyMap<string, string>,
): Session {
  const { hall, track } = session;
  return {
    ...session,
    ...(hall === undefined ? {} : { hall: hallIds.get(hall) ?? hall }),
    ...(track === undefined ? {} : { track: trackIds.get(track) ?? track }),
  };
}

const saying = (name: Words): string => `“${Object.values(name)[0]}”`;

const notice = (list: string, id: string, message: string): ImportFinding => ({
  path: `${list}.${id}`,
  message,
});
