import type { Redis } from "ioredis";

/**
 * Whether a Redis can keep what Fanfare promises, asked once at start.
 *
 * `fatal` lines mean that promises would be broken (do not start); `warnings` mean that they are weaker.
 * Each is one line that says what to change. What Redis will not tell (CONFIG may be forbidden on a managed
 * service) is assumed to be the worse case, and said.
 */
export interface RedisCheck {
  readonly fatal: string[];
  readonly warnings: string[];
  readonly version: string;
  /** What an acknowledged write survives: `always` a crash, `everysec` one but for its last second. */
  readonly persistence: "always" | "everysec" | "none";
  readonly replicas: number;
  /** Changes whenever that Redis process is replaced by another. */
  readonly runId: string;
}

const oldest = { major: 6, minor: 2 };

export async function checkRedis(client: Pick<Redis, "info" | "call">): Promise<RedisCheck> {
  const facts = parseInfo(await client.info());
  const settings = await readSettings(client, ["maxmemory-policy", "appendonly", "appendfsync"]);
  const fatal: string[] = [];
  const warnings: string[] = [];

  const version = facts.redis_version ?? "unknown";
  if (isOlder(version))
    fatal.push(`Redis is version ${version}: use ${oldest.major}.${oldest.minor} or later.`);

  const policy = settings["maxmemory-policy"] ?? facts.maxmemory_policy;
  if (policy === undefined)
    warnings.push("Redis does not tell its maxmemory-policy: make sure that it is noeviction.");
  else if (policy !== "noeviction") {
    fatal.push(
      `Redis would throw data away when full (maxmemory-policy ${policy}): set maxmemory-policy noeviction.`,
    );
  }

  const appendOnly = settings.appendonly ?? (facts.aof_enabled === "1" ? "yes" : "no");
  const persistence = persistenceOf(appendOnly, settings.appendfsync);
  if (appendOnly !== "yes") {
    warnings.push(
      "Redis keeps no append-only file, so a crash loses what was acknowledged: set appendonly yes.",
    );
  } else if (settings.appendfsync === undefined) {
    warnings.push(
      "Redis does not tell its appendfsync: unless it is always, a crash can lose the last second.",
    );
  } else if (settings.appendfsync !== "always") {
    warnings.push(
      `A crash of Redis can lose what was acknowledged (appendfsync ${settings.appendfsync}): set appendfsync always.`,
    );
  }

  const replicas = Number(facts.connected_slaves ?? 0);
  return { fatal, warnings, version, persistence, replicas, runId: facts.run_id ?? "" };
}

function parseInfo(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
}

async function readSettings(
  client: Pick<Redis, "call">,
  names: string[],
): Promise<Record<string, string | undefined>> {
  const values = await Promise.all(names.map((name) => readSetting(client, name)));
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
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

function persistenceOf(appendOnly: string, fsync: string | undefined): RedisCheck["persistence"] {
  if (appendOnly !== "yes" || fsync === "no") return "none";
  return fsync === "always" ? "always" : "everysec";
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < oldest.major || (major === oldest.major && minor < oldest.minor);
}
