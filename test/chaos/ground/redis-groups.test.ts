import { afterAll, expect, test } from "vitest";
import { startRedisCluster } from "../../../scripts/chaos/ground/redis-cluster.ts";
import { startSentinelGroup } from "../../../scripts/chaos/ground/sentinel-group.ts";
import { Bench } from "../../../scripts/chaos/real-processes.ts";
import { until } from "../../../scripts/chaos/until.ts";
import { WorkerPresence } from "../../../server/schedule/worker-presence.ts";
import { connectExactly, whenReady } from "../../../server/store/redis-connection.ts";

const bench = new Bench();
afterAll(() => bench.cleanUp());

test("[CG5] three Sentinels agree on another master when theirs is killed", async () => {
  const group = await startSentinelGroup({ replicas: 1, downAfterMs: 500 });
  bench.onCleanUp(() => group.close());
  const [first, second] = group.redises;
  expect(await group.master()).toBe(first);
  await first!.redis.kill9();
  await until(async () => (await group.master().catch(() => first)) === second, "another master", 15_000);
  expect(await second!.ask("SET", "key", "value")).toBe("OK");
});

test("[CG5, CG6] a slot of a cluster is moved with what is in it, and a node that has it not says who has", async () => {
  const cluster = await startRedisCluster();
  bench.onCleanUp(() => cluster.close());
  const owner = await cluster.owner("{feed}:x");
  const other = cluster.masters.find((master) => master !== owner)!;
  await owner.ask("SET", "{feed}:x", "value");
  await expect(other.ask("GET", "{feed}:x")).rejects.toThrow(`MOVED`);
  await cluster.move("{feed}:x", other);
  expect(await cluster.owner("{feed}:x")).toBe(other);
  expect(await other.ask("GET", "{feed}:x")).toBe("value");
  await expect(owner.ask("GET", "{feed}:x")).rejects.toThrow("MOVED");

  // A server that took this for a bug would end.
  const left = connectExactly(owner.url, "left");
  bench.onCleanUp(() => left.disconnect());
  await whenReady(left, 5_000);
  await expect(new WorkerPresence(left).beat(1_000)).rejects.toMatchObject({ kind: "unreachable" });
});
