/** Who writes what, and who of them holds it: the same answer on every node that heard the same claims. */
import type { Presence } from "../contract/socket.ts";
import { instant } from "./record.ts";

/** One window that has an announcement open for writing. */
export interface Claim {
  readonly socketId: string;
  readonly accountId: string;
  readonly who: string;
  readonly announcementId: string;
  readonly sinceMs: number;
  /** When it took the lock over from who held it. */
  readonly takenAtMs?: number | undefined;
}

/** Of one announcement: who took it over last holds it; else who opened it first. */
const precedes = (a: Claim, b: Claim): number =>
  (b.takenAtMs ?? 0) - (a.takenAtMs ?? 0) ||
  a.sinceMs - b.sinceMs ||
  (a.socketId < b.socketId ? -1 : a.socketId > b.socketId ? 1 : 0);

/** By announcement, its holder first. */
export function presenceOf(claims: readonly Claim[]): Presence {
  const byAnnouncement = Map.groupBy(claims, ({ announcementId }) => announcementId);
  return [...byAnnouncement.keys()].sort().flatMap((id) =>
    byAnnouncement
      .get(id)!
      .toSorted(precedes)
      .map(({ announcementId, who, accountId, socketId, sinceMs }, place) => ({
        announcementId,
        who,
        accountId,
        socketId,
        holds: place === 0,
        since: instant(sinceMs),
      })),
  );
}
