/** Screens as the desk is told of them, for tests. */
import type { DeskKiosk } from "../../server/contract/desk-kiosk.ts";

export const PAIRED_AT = "2022-11-09T01:00:00.000Z";

export const deskKiosk = (over: Partial<DeskKiosk> = {}): DeskKiosk => ({
  id: "k1",
  name: "Foyer west",
  layout: "foyer",
  orientation: "natural",
  languages: ["zh", "en"],
  languageMode: "together",
  hours: "event",
  dayParts: [],
  revision: 1,
  state: "connected",
  pairedAt: PAIRED_AT,
  pairedBy: "Lea",
  since: "2022-11-09T02:32:10.000Z",
  ...over,
});

/** Of a venue with two wings; hall 2 lies in the east one. */
export const zones = [
  { id: "east", name: { en: "East wing", zh: "东翼" } },
  { id: "hall-2", name: { en: "Hall 2" }, parent: "east" },
  { id: "west", name: { en: "West wing" } },
];
export const halls = [{ id: "h2", name: { en: "Hall 2" }, zone: "hall-2" }];
