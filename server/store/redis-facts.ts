/** What a Redis says of itself: read in one round trip, judged by nobody here. */
import type { Redis } from "ioredis";

/** What an acknowledged write survives: `always` a crash, `everysec` one but for its last second. */
export type Persistence = "always" | "everysec" | "none";

export interface RedisFacts {
  readonly version: string;
  /** Changes whenever that Redis process is replaced by another. */
  readonly runId: string;
  readonly isReplica: boolean;
  /** It answers this, and reads its data still. */
  readonly isLoading: boolean;
  /** Undefined where it does not tell: CONFIG may be forbidden on a managed service. */
  readonly policy: string | undefined;
  readonly appendOnly: boolean;
  /** Undefined where it does not tell. */
  readonly fsync: string | undefined;
  /** What it does not tell is taken for the worse case. */
  readonly persistence: Persistence;
  /** Replicas that it knows, in whatever state, and those that follow it now. */
  readonly replicas: number;
  readonly replicasOnline: number;
  readonly usedBytes: number;
  /** 0: as much as the machine has. */
  readonly mostBytes: number;
  readonly appendFails: boolean;
  readonly snapshotFails: boolean;
}

export async function readFacts(client: Pick<Redis, "info" | "call">): Promise<RedisFacts> {
  const [text, policy, appendOnly, fsync] = await Promise.all([
    client.info(),
    ...["maxmemory-policy", "appendonly", "appendfsync"].map((name) => readSetting(client, name)),
  ]);
  const info = parseInfo(text!);
  const isAppendOnly = (appendOnly ?? (info.aof_enabled === "1" ? "yes" : "no")) === "yes";
  return {
    version: info.redis_version ?? "unknown",
    runId: info.run_id ?? "",
    isReplica: info.role === "slave",
    isLoading: info.loading === "1" || info.async_loading === "1",
    policy: policy ?? info.maxmemory_policy,
    appendOnly: isAppendOnly,
    fsync,
    persistence: persistenceOf(isAppendOnly, fsync),
    replicas: Number(info.connected_slaves ?? 0),
    replicasOnline: (text!.match(/^slave\d+:.*\bstate=online\b/gm) ?? []).length,
    usedBytes: Number(info.used_memory ?? 0),
    mostBytes: Number(info.maxmemory ?? 0),
    appendFails: isAppendOnly && info.aof_last_write_status === "err",
    snapshotFails: info.rdb_last_bgsave_status === "err",
  };
}

function parseInfo(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
}

async function readSetting(client: Pick<Redis, "call">, name: string): Promise<string | undefined> {
  try {
    return valueIn(await client.call("CONFIG", "GET", name), name);
  } catch (error) {
    // An error *reply* is a refusal (ACL, renamed command); anything else is an outage.
    if (error instanceof Error && error.name === "ReplyError") return undefined;
    throw error;
  }
}

/** RESP2 answers a flat list, RESP3 a map, which ioredis may give as an object. */
function valueIn(reply: unknown, name: string): string | undefined {
  if (reply instanceof Map) return asText(reply.get(name));
  if (Array.isArray(reply)) return asText(reply[reply.indexOf(name) + 1]);
  if (typeof reply === "object" && reply !== null)
    return asText(Object.entries(reply).find(([key]) => key === name)?.[1]);
  return undefined;
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function persistenceOf(appendOnly: boolean, fsync: string | undefined): Persistence {
  if (!appendOnly || fsync === "no") return "none";
  return fsync === "always" ? "always" : "everysec";
}
