import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { WorkerPresence } from "../../server/schedule/worker-presence.ts";
import { connectExactly, whenReady } from "../../server/store/redis-connection.ts";

let redis: PrivateRedis;
let connection: ReturnType<typeof connectExactly>;
beforeAll(async () => {
  redis = await startPrivateRedis();
  connection = connectExactly(redis.url, "test");
  await whenReady(connection, 5_000);
});
afterAll(async () => {
  connection.disconnect();
  await redis.stop();
});
beforeEach(async () => {
  await connection.config("SET", "min-replicas-to-write", "0", "maxmemory", "0");
});

// A worker that took such a refusal for a bug would end, and all of them at once.
test.for([
  { setting: ["min-replicas-to-write", "1"], kind: "unreachable" },
  { setting: ["maxmemory", "1"], kind: "full" },
] as const)(
  "[CG6] a beat that Redis refuses ($setting) is an outage, and the next one is well",
  async ({ setting, kind }) => {
    const presence = new WorkerPresence(connection);
    await presence.beat(1_000);
    await connection.config("SET", ...setting);
    await expect(presence.beat(2_000)).rejects.toMatchObject({ name: "StoreFailure", kind });
    await connection.config("SET", setting[0], "0");
    await presence.beat(3_000);
  },
);
