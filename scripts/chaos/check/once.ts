import type { Check } from "./verdict.ts";

const PUBLICATIONS = new Set(["announcementPublished", "announcementCorrected"]);

/**
 * C6: whatever was asked for, and however often, is there once: an item has one announcement and one publication, and
 * each of its revisions is in the log at most once.
 */
export const once: Check = ({ log, records, clients }, { loss, epochChange }) => {
  const found: string[] = [];
  const ids = new Map<number, string>();
  const kept = new Set(log.map(({ id }) => id));
  for (const { item, id } of records) {
    if (item === undefined || id === undefined) continue;
    // What was lost may have been asked for again, and is another one then.
    if ((loss || epochChange) && !kept.has(id)) continue;
    const other = ids.get(item);
    if (other === undefined) ids.set(item, id);
    else if (other !== id) found.push(`item ${item} is two announcements: ${other} and ${id}`);
  }
  found.push(...repeated(log).map((what) => `the log has ${what} twice`));
  for (const { proc, steps } of clients) {
    const byEpoch = Map.groupBy(
      steps.filter(({ f }) => f === "apply"),
      ({ epoch }) => epoch,
    );
    for (const [epoch, all] of byEpoch)
      found.push(...repeated(all).map((what) => `${proc} was told ${what} twice in ${epoch}`));
  }
  return [...new Set(found)];
};

interface Told {
  readonly what?: string | undefined;
  readonly id?: string | undefined;
  readonly revision?: number | undefined;
}

function repeated(all: readonly Told[]): string[] {
  const seen = new Set<string>();
  return all
    .filter(({ what = "" }) => PUBLICATIONS.has(what))
    .flatMap(({ what, id, revision }) => {
      const names = [`${id} r${revision}`, ...(what === "announcementPublished" ? [`${id}, new`] : [])];
      const again = names.filter((name) => seen.has(name));
      for (const name of names) seen.add(name);
      return again;
    });
}
