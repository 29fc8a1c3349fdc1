/** What uses a zone, a hall, a track or a language: shown by name before it is removed. Pure. */
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { type DeskItem, isSealed } from "../order/running-order.ts";
import type { EventForm, FormHall, FormPlace, FormZone, Names } from "./event-form.ts";

export interface Used {
  readonly form: EventForm;
  readonly sessions: readonly Session[];
  readonly items: Iterable<DeskItem>;
}

export interface Uses {
  /** Zones right under it. */
  readonly zones: readonly FormZone[];
  readonly halls: readonly FormHall[];
  readonly sessions: readonly Session[];
  /** Not sent yet. */
  readonly planned: readonly DeskAnnouncement[];
  /** Public now. */
  readonly out: readonly DeskAnnouncement[];
  /** Whose text may not be read here, so that nobody can tell. */
  readonly sealed: number;
  /** Of a language: names and notices of the event that are written in it. */
  readonly names: number;
}

export type Removable = "zone" | "hall" | "track" | "language";

const PLANNED = new Set(["draft", "submitted", "approved", "scheduled", "overdue"]);
const OUT = new Set(["published", "corrected"]);

export function usesOf(kind: Removable, id: string, used: Used): Uses {
  const { form } = used;
  const halls = kind === "zone" ? form.halls.filter(({ zone }) => zone === id) : [];
  const inHalls = new Set(kind === "hall" ? [id] : halls.map((hall) => hall.id));
  const isIn = (session: Session): boolean => {
    if (kind === "track") return session.track === id;
    return session.hall !== undefined && inHalls.has(session.hall);
  };
  const sessions = kind === "language" ? [] : used.sessions.filter(isIn);
  const sessionIds = new Set(sessions.map((session) => session.id));
  const named = (item: DeskAnnouncement): boolean => {
    switch (kind) {
      case "zone":
        return item.audience.zones.includes(id);
      case "track":
        return item.audience.tracks.includes(id);
      case "language":
        return item.text[id] !== undefined || item.actions.some(({ label }) => label[id] !== undefined);
      case "hall":
        return sessionIds.has(sessionOf(item) ?? "");
    }
  };
  return {
    zones: kind === "zone" ? form.zones.filter(({ parent }) => parent === id) : [],
    halls,
    sessions,
    ...announced(used.items, named),
    names: kind === "language" ? namesIn(form, id) : 0,
  };
}

/** Which session it is about, whoever wrote it. */
export const sessionOf = (item: DeskAnnouncement): string | undefined =>
  item.sessionId ?? item.origin?.sessionId ?? item.follows?.sessionId;

function announced(items: Iterable<DeskItem>, isNamed: (item: DeskAnnouncement) => boolean) {
  const planned: DeskAnnouncement[] = [];
  const out: DeskAnnouncement[] = [];
  let sealed = 0;
  for (const item of items) {
    if (isSealed(item)) sealed += 1;
    else if (PLANNED.has(item.state) && isNamed(item)) planned.push(item);
    else if (OUT.has(item.state) && isNamed(item)) out.push(item);
  }
  return { planned, out, sealed };
}

function namesIn(form: EventForm, language: string): number {
  const places: readonly FormPlace[] = [...form.zones, ...form.halls, ...form.tracks];
  const all: Names[] = [form.name, form.theme, form.rehearsalNotice, ...places.map(({ name }) => name)];
  return all.filter((names) => (names[language] ?? "") !== "").length;
}

/** Whether anything at all would notice. */
export const isUsed = ({ sealed: _, ...uses }: Uses): boolean =>
  Object.values(uses).some((found) => (typeof found === "number" ? found > 0 : found.length > 0));

/** Ids that something refers to, though the event may not have them any more. */
export function idsInUse({ form, sessions, items }: Used): Set<string> {
  const ids = new Set([...form.zones, ...form.halls, ...form.tracks].map(({ id }) => id));
  for (const { hall, track } of sessions) for (const id of [hall, track]) if (id !== undefined) ids.add(id);
  for (const item of items) {
    if (isSealed(item)) continue;
    for (const id of [...item.audience.zones, ...item.audience.tracks]) ids.add(id);
  }
  return ids;
}
