/**
 * The event for a page in one language: its names in that and in
 * the event's own, for others are fetched when chosen.
 */
import type { PublicEvent } from "../contract/event.ts";

type Words = Record<string, string>;

const primaryOf = (tag: string): string => tag.split("-")[0]!.toLowerCase();

export function eventIn(event: PublicEvent, language: string): PublicEvent {
  const wanted = new Set([language, event.languages[0] ?? "en"].map(primaryOf));
  const pick = (words: Words): Words => {
    const picked = Object.entries(words).filter(([tag]) => wanted.has(primaryOf(tag)));
    return picked.length === 0 ? words : Object.fromEntries(picked);
  };
  const named = <T extends { readonly name: Words }>(all: readonly T[]): T[] =>
    all.map((each) => ({ ...each, name: pick(each.name) }));
  return {
    ...event,
    name: pick(event.name),
    ...(event.theme && { theme: pick(event.theme) }),
    ...(event.rehearsalNotice && { rehearsalNotice: pick(event.rehearsalNotice) }),
    halls: named(event.halls),
    zones: named(event.zones),
    tracks: named(event.tracks),
  };
}
