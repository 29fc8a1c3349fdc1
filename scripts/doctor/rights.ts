/** Whether Redis lets this user do what a server does. Asked within a transaction that is thrown away: nothing is done. */
import { PREFIX } from "../../server/store/keys.ts";
import { findingsOf } from "./finding.ts";
import type { Check } from "./ground.ts";

const { ok, fault } = findingsOf("rights");
const key = `${PREFIX}:write-probe`;
const probes: readonly (readonly [string, ...string[]])[] = [
  ["XADD", key, "*", "a", "b"],
  ["HSET", key, "a", "b"],
  ["ZADD", key, "1", "a"],
  ["SET", key, "a"],
  ["GETEX", key],
  ["UNLINK", key],
  ["XREAD", "STREAMS", key, "0"],
  ["EVALSHA", "0000000000000000000000000000000000000000", "1", key],
  ["EVAL", "return 1", "1", key],
  ["BZPOPMIN", key, "1"],
  ["LPUSH", key, "a"],
  ["SADD", key, "a"],
  ["PUBLISH", `${PREFIX}:bulletin:doctor`, ""],
];
const READS_ONLY = "fanfare-doctor";
/** Each is asked of one of them alone. */
const OF_WORKERS = new Set(["BZPOPMIN"]);

export const rights: Check = async ({ redis }) => {
  let user = "default";
  try {
    user = String(await redis.call("ACL", "WHOAMI"));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ReplyError") throw error;
    user = "";
  }
  if (user === READS_ONLY)
    return [
      ok(`Asked as ${READS_ONLY}: for the rights of servers and workers, run it with their REDIS_URL.`),
    ];
  const refused: string[] = [];
  await redis.call("MULTI");
  try {
    for (const [name, ...args] of probes) {
      if (user === "fanfare-server" && OF_WORKERS.has(name)) continue;
      await redis.call(name, ...args).catch((error: Error) => {
        if (!error.message.startsWith("NOPERM")) throw error;
        refused.push(name);
      });
    }
  } finally {
    await redis.call("DISCARD").catch(() => {});
  }
  return refused.length === 0
    ? [ok(`${user || "This user"} may do what servers and workers do.`)]
    : [
        fault(
          `${user || "This user"} may not ${refused.join(", ")}.`,
          "npm run redis-acl -- FILE writes users with the rights that are needed; then aclfile FILE in redis.conf.",
        ),
      ];
};
