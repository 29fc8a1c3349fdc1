/** What a feed reader is told, in one language, whatever the format. */
import type { Announcement, Kind, Tombstone, UrgentDetails } from "../contract/announcement.ts";
import type { Track } from "../contract/event.ts";
import { saidIn } from "../core/event-language.ts";
import { isWithdrawn, newestFirst } from "../core/feed-state.ts";
import { pushWordsIn } from "../core/push-words.ts";
import type { HttpDeps } from "./deps.ts";

const MOST = 100;

export interface SyndicatedFeed {
  /** Stays, under whichever name of this server it is asked for. */
  readonly id: string;
  readonly homeUrl: string;
  readonly feedUrl: string;
  readonly language: string;
  readonly title: string;
  readonly updatedAt: string;
  /** Newest first. */
  readonly items: readonly SyndicatedItem[];
  readonly withdrawn: readonly SyndicatedWithdrawal[];
}

export interface SyndicatedItem {
  readonly id: string;
  readonly url: string;
  /** What its words are in: the feed's language, where it is said in that. */
  readonly language: string;
  readonly kind: Kind;
  readonly headline: string;
  /** Never empty. */
  readonly content: string;
  readonly tracks: readonly { readonly id: string; readonly name: string }[];
  readonly publishedAt: string;
  readonly updatedAt: string;
  /** Of a release. */
  readonly documentUrl?: string;
}

export interface SyndicatedWithdrawal {
  readonly id: string;
  readonly withdrawnAt: string;
  readonly reason: string;
}

export interface WantedFeed {
  /** What links start with. */
  readonly base: string;
  readonly path: string;
  readonly language: string;
}

type Deps = Pick<HttpDeps, "view" | "directory" | "site">;

export function syndicated({ view, directory, site }: Deps, wanted: WantedFeed): SyndicatedFeed {
  const { event } = directory;
  const { base, path, language } = wanted;
  const query = language === event.languages[0] ? "" : `?lang=${language}`;
  const idBase = site.publicUrl ?? site.origin;
  const all = newestFirst(view.state.announcements);
  const telling: Telling = {
    base,
    idBase,
    languages: [language, ...event.languages],
    tracks: new Map(event.tracks.map((track) => [track.id, track])),
    isRehearsal: event.rehearsal,
  };
  const items = all
    .filter((item): item is Announcement => !isWithdrawn(item) && item.surfaces.includes("feed"))
    .slice(0, MOST)
    .map((item) => itemOf(item, telling));
  const withdrawn = all
    .filter(isWithdrawn)
    .sort((a, b) => (a.withdrawnAt < b.withdrawnAt ? 1 : -1))
    .slice(0, MOST)
    .map((tombstone) => withdrawalOf(tombstone, idBase));
  const changes = [...items.map((item) => item.updatedAt), ...withdrawn.map((item) => item.withdrawnAt)];
  return {
    id: `${idBase}/${query}`,
    homeUrl: `${base}/`,
    feedUrl: `${base}${path}${query}`,
    language,
    title: saidIn(event.name, telling.languages)?.[1] ?? "",
    // Of a feed without entries, Atom wants to know when it last changed all the same.
    updatedAt: changes.reduce((a, b) => (a > b ? a : b), "") || event.startsAt,
    items,
    withdrawn,
  };
}

interface Telling {
  readonly base: string;
  readonly idBase: string;
  readonly languages: readonly string[];
  readonly tracks: ReadonlyMap<string, Track>;
  readonly isRehearsal: boolean;
}

function itemOf(item: Announcement, telling: Telling): SyndicatedItem {
  const { base, idBase, languages, tracks } = telling;
  const [language, { headline, body }] = saidIn(item.text, languages)!;
  const { id, kind, publishedAt, correctedAt, details } = item;
  const named = item.audience.tracks.flatMap((track) => tracks.get(track) ?? []);
  const alike = [language, ...languages];
  const content = [instructionOf(item, alike), body, podiumOf(item)]
    .filter((part) => part !== "")
    .join("\n\n");
  return {
    id: `${idBase}/a/${id}`,
    url: `${base}/a/${id}`,
    language,
    kind,
    headline: `${markOf(item, language, telling)}${headline}`,
    content: content === "" ? headline : content,
    tracks: named.map((track) => ({ id: track.id, name: saidIn(track.name, languages)?.[1] ?? track.id })),
    publishedAt,
    updatedAt: correctedAt ?? publishedAt,
    ...(kind === "release" && details !== undefined && "url" in details && details.url !== undefined
      ? { documentUrl: new URL(details.url).href }
      : {}),
  };
}

/** A feed reader shows nothing around a headline, so an exercise, a test and a rehearsal say so in it. */
function markOf({ kind, details }: Announcement, language: string, { isRehearsal }: Telling): string {
  const words = pushWordsIn(language);
  const status = kind === "urgent" ? (details as UrgentDetails).status : "actual";
  if (status !== "actual") return words[status];
  return isRehearsal ? words.rehearsal : "";
}

function instructionOf({ kind, details }: Announcement, languages: readonly string[]): string {
  const instruction = kind === "urgent" ? (details as UrgentDetails).instruction : undefined;
  if (instruction === undefined || typeof instruction === "string") return instruction ?? "";
  return saidIn(instruction, languages)?.[1] ?? "";
}

const podiumOf = ({ details }: Announcement): string =>
  details === undefined || !("podium" in details)
    ? ""
    : details.podium
        .map(({ place, name, affiliation, country }) => {
          const from = [affiliation, country].filter((part) => part !== undefined).join(", ");
          return `${place}. ${name}${from === "" ? "" : ` (${from})`}`;
        })
        .join("\n");

const withdrawalOf = ({ id, withdrawnAt, reason }: Tombstone, idBase: string): SyndicatedWithdrawal => ({
  id: `${idBase}/a/${id}`,
  withdrawnAt,
  reason,
});
