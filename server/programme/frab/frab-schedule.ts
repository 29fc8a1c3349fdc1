/**
 * A schedule as frab and its heirs (pretalx, c3voc, FOSDEM) see it: days, rooms within days, events within
 * rooms. JSON v1 and XML are two ways to write it and are read into this first. Texts are as the file has
 * them; "" where it says nothing.
 */
export interface FrabSchedule {
  readonly path: string;
  readonly title: string;
  readonly timeZone: string;
  readonly start: string;
  readonly end: string;
  readonly daysCount: string;
  readonly baseUrl: string;
  /** The clock time at which a day of the conference gives way to the next, where the file states one. */
  readonly dayChange: string;
  readonly rooms: readonly FrabRoom[];
  /** Names. */
  readonly tracks: readonly string[];
  readonly days: readonly FrabDay[];
}

export interface FrabRoom {
  readonly path: string;
  readonly name: string;
  /** An address to watch the room at, whatever the file calls it. */
  readonly stream: string;
}

export interface FrabDay {
  readonly path: string;
  readonly date: string;
  readonly start: string;
  readonly end: string;
  readonly rooms: readonly (FrabRoom & { readonly events: readonly FrabEvent[] })[];
  /** Events that stand in no room. */
  readonly events: readonly FrabEvent[];
}

export interface FrabEvent {
  readonly path: string;
  readonly guid: string;
  readonly id: string;
  readonly code: string;
  readonly slug: string;
  readonly date: string;
  readonly start: string;
  readonly duration: string;
  readonly room: string;
  readonly title: string;
  readonly subtitle: string;
  readonly track: string;
  readonly type: string;
  readonly language: string;
  readonly abstract: string;
  readonly description: string;
  readonly persons: readonly string[];
  readonly url: string;
}

/** Every event of a day with the room that it stands in, if it does. */
export function eventsOfDay(day: FrabDay): { event: FrabEvent; room: FrabRoom | undefined }[] {
  return [
    ...day.events.map((event) => ({ event, room: undefined })),
    ...day.rooms.flatMap((room) => room.events.map((event) => ({ event, room }))),
  ];
}

/** The path of a field, in the manner of the file's own: XPath for XML, dotted for JSON. */
export function fieldPath(path: string, field: string): string {
  return `${path}${/^schedule\//.test(path) ? "/" : "."}${field}`;
}
