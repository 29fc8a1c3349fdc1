/** What the desk is told of now: who writes what, how many read, what is wrong. Nothing of it outlives its link. */
import { batch, signal } from "@preact/signals";
import type { DeskAlarm, DeskStats, Presence } from "../../../server/contract/socket.ts";
import type { DeskReports } from "./desk-link.ts";

export function createLive(now: () => number) {
  const stats = signal<DeskStats | undefined>(undefined);
  const presence = signal<Presence>([]);
  const alarms = signal<readonly DeskAlarm[]>([]);
  /** Kinds that nobody may publish alone. */
  const twoPersonApproval = signal<readonly string[]>([]);
  const reports: Pick<DeskReports, "hello" | "stats" | "alarms" | "away"> = {
    hello: (hello) => {
      twoPersonApproval.value = hello.twoPersonApproval;
    },
    stats: (counted) => {
      stats.value = counted;
    },
    alarms: (holding) => {
      alarms.value = holding;
    },
    away: (refusal) => {
      const since = new Date(now()).toISOString();
      batch(() => {
        presence.value = [];
        stats.value = undefined;
        if (refusal === "redis_unavailable" && alarms.value.every(({ code }) => code !== refusal))
          alarms.value = [...alarms.value, { code: "redis_unavailable", since }];
      });
    },
  };
  return {
    stats,
    presence,
    alarms,
    twoPersonApproval,
    reports,
    clear(): void {
      presence.value = [];
      alarms.value = [];
      stats.value = undefined;
    },
  };
}
