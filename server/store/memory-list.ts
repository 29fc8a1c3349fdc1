/** Pages of the memory twin's announcements: the newest change first, each page on from where the last one ended. */
import type { State } from "../contract/desk-announcement.ts";
import type { AnnouncementRecord } from "../core/record.ts";
import type { ListPage, Stored } from "./feed-log.ts";

export interface ListQuery {
  readonly state?: State;
  readonly cursor?: string;
  readonly limit: number;
}

export function pageOf(
  records: readonly Stored<AnnouncementRecord>[],
  changedAtMs: (id: string) => number,
  { state, cursor, limit }: ListQuery,
): ListPage {
  const placeOf = (id: string): Place => [changedAtMs(id), id];
  const after = cursor?.split(/-(.*)/s);
  const found = records
    .filter(({ value }) => state === undefined || value.state === state)
    .sort((a, b) => newerFirst(placeOf(a.value.id), placeOf(b.value.id)))
    .filter(({ value }) => {
      if (after === undefined) return true;
      return newerFirst(placeOf(value.id), [Number(after[0]), after[1] ?? ""]) > 0;
    });
  const items = found.slice(0, limit);
  const last = items.at(-1)?.value.id;
  if (found.length <= limit || last === undefined) return { items };
  return { items, next: `${changedAtMs(last)}-${last}` };
}

type Place = readonly [atMs: number, id: string];

function newerFirst([atA, idA]: Place, [atB, idB]: Place): number {
  if (atA !== atB) return atB - atA;
  return idA < idB ? 1 : idA > idB ? -1 : 0;
}
