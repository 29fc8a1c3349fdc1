/** Ids of halls, zones and tracks: made from the name once, readable in an address, never used twice. Pure. */

const LONGEST = 48;

/** `Hall 4, gate B` becomes `hall-4-gate-b`; empty where nothing of the name can stand in an id. */
export const slugOf = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss")
    .replace(/[øØ]/g, "o")
    .replace(/[æÆ]/g, "ae")
    .replace(/[łŁ]/g, "l")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, LONGEST)
    .replace(/-+$/, "");

/**
 * An id that is not in `taken`, which should hold those of what was removed as well: an announcement may
 * still name them, and must not come to mean another place. A name in another script gives `zone-1`.
 */
export function freshId(name: string, kind: string, taken: ReadonlySet<string>): string {
  const slug = slugOf(name);
  // "Hall 5" in Chinese leaves "5": too little to be told apart by.
  const stem = /[a-z]/.test(slug) ? slug : [kind, slug].filter((part) => part !== "").join("-");
  if (stem !== kind && !taken.has(stem)) return stem;
  for (let count = stem === kind ? 1 : 2; ; count += 1)
    if (!taken.has(`${stem}-${count}`)) return `${stem}-${count}`;
}
