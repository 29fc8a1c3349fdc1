/** Time zones and languages to choose from, and how they are searched. Pure but for what Intl knows. */
import { ownNameOf } from "../../shared/words/languages.ts";

export interface Pick {
  readonly value: string;
  readonly name: string;
  /** Beside the name: an offset, or a name in the language of the interface. */
  readonly note: string;
}

const HOUR_MS = 3_600_000;
/** A search by offset asks all of them at every key. */
const offsets = new Map<string, string>();

/** `UTC+05:30`, as it is in that hour. */
export function offsetOf(zone: string, atMs: number): string {
  const key = `${zone} ${Math.floor(atMs / HOUR_MS)}`;
  const offset = offsets.get(key) ?? offsetAt(zone, atMs);
  offsets.set(key, offset);
  return offset;
}

function offsetAt(zone: string, atMs: number): string {
  const part = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(atMs)
    .find(({ type }) => type === "timeZoneName");
  const offset = part?.value.replace("GMT", "") ?? "";
  return `UTC${offset === "" ? "+00:00" : offset.replace("-", "−")}`;
}

export const isTimeZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone !== "" && !/^[+-]/.test(zone);
  } catch {
    return false;
  }
};

const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[_/\s-]+/g, " ")
    .trim();

/** Every word of the query begins a word of the text; in scripts without spaces, stands anywhere in it. */
export function holds(text: string, query: string): boolean {
  const words = ` ${fold(text)}`;
  return fold(query)
    .split(" ")
    .every((word) =>
      /^[\p{Script=Latin}\d:+]+$/u.test(word) ? words.includes(` ${word}`) : words.includes(word),
    );
}

/** IANA's zones by name, city or offset, `UTC` first. */
export function timeZones(query: string, atMs: number, limit: number): Pick[] {
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  const picks: Pick[] = [];
  const byOffset = /^(utc|gmt)?\s*[+\-−]?\d/i.test(query.trim());
  const wanted = query
    .trim()
    .replace(/^(utc|gmt)\s*/i, "")
    .replace("-", "−");
  for (const zone of zones) {
    if (picks.length === limit) break;
    const note = byOffset ? offsetOf(zone, atMs) : "";
    const isFound = byOffset
      ? note
          .slice(3)
          .replace(/^([+−])0/, "$1")
          .startsWith(wanted.replace(/^([+−])0/, "$1"))
      : holds(zone, query);
    if (isFound || holds(zone, query))
      picks.push({ value: zone, name: zone.replaceAll("_", " "), note: note || offsetOf(zone, atMs) });
  }
  return picks;
}

/** The languages that conferences are held in; any other is had by its tag. */
const OFFERED =
  "en zh-Hans zh-Hant fr es ar ru de pt pt-BR it ja ko hi bn ur id ms vi th fil tr fa he sw am ha yo zu af nl sv da nb fi is et lv lt pl cs sk hu ro bg el sr hr bs sl mk sq uk be ka hy az kk ky uz tg tk mn bo ug ne si ta te ml kn mr gu pa km lo my ps ku so rw mg ca eu gl ga cy mt lb eo la".split(
    " ",
  );

/** By own name, by name in the language of the interface, or by tag; without those that are there. */
export function languages(
  query: string,
  inLanguage: string,
  taken: readonly string[],
  limit: number,
): Pick[] {
  const names = new Intl.DisplayNames([inLanguage], { type: "language" });
  const picked = OFFERED.filter((tag) => !taken.includes(tag))
    .map((tag) => ({ value: tag, name: ownNameOf(tag), note: `${names.of(tag) ?? tag} · ${tag}` }))
    .filter(({ name, note }) => holds(`${name} ${note}`, query))
    .slice(0, limit);
  const tag = tagOf(query);
  const isKnown = tag === undefined || taken.includes(tag) || picked.some(({ value }) => value === tag);
  if (isKnown || !/^[a-z]{2,3}(-|$)/i.test(query.trim())) return picked;
  const name = names.of(tag);
  // A word that merely looks like a tag has no name of its own.
  if (name === undefined || name === tag) return picked;
  return [...picked, { value: tag, name: ownNameOf(tag), note: `${name} · ${tag}` }].slice(0, limit);
}

function tagOf(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text.trim())[0];
  } catch {
    return undefined;
  }
}
