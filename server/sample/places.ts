/**
 * Where the sample event takes place. That it was held in Wuzhen, on site and online, with four tracks, an
 * exhibition and interactive zones, is fact (French press, November 2022); the plan of the site, its halls,
 * gates, shuttle stops and streams are illustrative.
 */
import type { Action } from "../contract/announcement.ts";
import type { Hall, Track, Zone } from "../contract/event.ts";
import { type InThree, words } from "./wording.ts";

const zone = (id: string, parent: string | undefined, name: InThree): Zone => ({
  id,
  name: words(name),
  ...(parent === undefined ? {} : { parent }),
});

const HALL_NUMBERS = [1, 2, 3, 4, 5, 6] as const;

const numbered = (number: number): InThree => [`Hall ${number}`, `${number} 号厅`, `Salle ${number}`];

export const sampleZones: readonly Zone[] = [
  zone("venue", undefined, ["Whole venue", "整个园区", "Ensemble du site"]),
  zone("plenary-centre", "venue", ["Plenary centre", "主会场区", "Centre plénier"]),
  zone("foyer-west", "plenary-centre", ["Foyer west", "西前厅", "Foyer ouest"]),
  zone("forum-halls", "venue", ["Halls 1 to 6", "1 至 6 号厅", "Salles 1 à 6"]),
  ...HALL_NUMBERS.map((number) => zone(`hall-${number}`, "forum-halls", numbered(number))),
  zone("exhibition", "venue", ["Exhibition", "博览会", "Exposition"]),
  zone("exhibition-east", "exhibition", ["Exhibition hall, east", "博览会东馆", "Exposition, hall est"]),
  zone("interactive-zone", "exhibition", ["Interactive demo zone", "互动体验区", "Espace de démonstration"]),
  zone("north-gate", "exhibition", ["Exhibition, north gate", "博览会北门", "Exposition, porte nord"]),
  zone("arena", "venue", ["Competition arena", "竞赛馆", "Arène des concours"]),
  zone("shuttles", "venue", ["Shuttle stops", "接驳车站", "Arrêts de navette"]),
  zone("shuttle-a", "shuttles", ["Shuttle stop A", "接驳车 A 站", "Arrêt de navette A"]),
  zone("shuttle-b", "shuttles", ["Shuttle stop B", "接驳车 B 站", "Arrêt de navette B"]),
  zone("shuttle-c", "shuttles", ["Shuttle stop C", "接驳车 C 站", "Arrêt de navette C"]),
];

const hall = (id: string, inZone: string, name: InThree): Hall => ({
  id,
  name: words(name),
  zone: inZone,
  streamUrl: `https://stream.example/${id}`,
});

export const sampleHalls: readonly Hall[] = [
  hall("plenary", "plenary-centre", ["Plenary hall", "主会场", "Salle plénière"]),
  ...HALL_NUMBERS.map((number) => hall(`hall-${number}`, `hall-${number}`, numbered(number))),
  hall("exhibition", "exhibition", ["Exhibition", "博览会", "Exposition"]),
  hall("demo-stage", "interactive-zone", ["Demo stage", "演示台", "Scène de démonstration"]),
  hall("arena", "arena", ["Competition arena", "竞赛馆", "Arène des concours"]),
];

/** The four tracks of the summit (French press, November 2022). */
export const sampleTracks: readonly Track[] = [
  {
    id: "cooperation",
    name: words(["Cooperation and development", "合作与发展", "Coopération et développement"]),
  },
  { id: "technology", name: words(["Technology and industry", "技术与产业", "Technologie et industrie"]) },
  { id: "humanities", name: words(["Humanities and society", "人文与社会", "Humanités et société"]) },
  { id: "governance", name: words(["Governance and security", "治理与安全", "Gouvernance et sécurité"]) },
];

export function hallNamed(id: string): Hall {
  const found = sampleHalls.find((one) => one.id === id);
  if (found === undefined) throw new Error(`the sample has no hall ${id}`);
  return found;
}

/** For those at home: the stream of the hall. */
export const watch = (hallId: string): Action => ({
  for: "online",
  label: words(["Watch live", "观看直播", "Regarder en direct"]),
  url: `https://stream.example/${hallNamed(hallId).id}`,
});

/** For those on site: the hall and its gate. */
export function walkTo(hallId: string, gate: string): Action {
  const { name } = hallNamed(hallId);
  return {
    for: "in-person",
    label: words([`${name.en}, gate ${gate}`, `${name.zh} ${gate} 门`, `${name.fr}, porte ${gate}`]),
  };
}

/** Both ways to one hall. */
export const attend = (hallId: string, gate: string): Action[] => [watch(hallId), walkTo(hallId, gate)];

/** For those on site: a place without gates. */
export function walkToZone(zoneId: string): Action {
  const found = sampleZones.find((one) => one.id === zoneId);
  if (found === undefined) throw new Error(`the sample has no zone ${zoneId}`);
  return { for: "in-person", label: found.name };
}

/** For those at home: the exhibition's online platform. */
export const visitOnline: Action = {
  for: "online",
  label: words(["Visit online", "线上参观", "Visiter en ligne"]),
  url: "https://exhibition.example/",
};
