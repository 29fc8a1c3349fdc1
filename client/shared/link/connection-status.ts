/** What a reader is told of the connection: fewer states than there are phases. Pure. */
import type { Connection } from "./connection-state.ts";

export type ConnectionStatus = "connecting" | "live" | "catchingUp" | "offline" | "stopped";

/** A loss shorter than this is a catch-up to a reader. */
const BRIEF_MS = 5_000;

export function statusOf({ phase, heardAt, lostAt }: Connection, now: number): ConnectionStatus {
  if (phase === "stopped" || phase === "live" || phase === "catchingUp" || phase === "offline") return phase;
  if (lostAt !== undefined && now - lostAt >= BRIEF_MS) return "offline";
  return heardAt === undefined ? "connecting" : "catchingUp";
}
