/** What a disk does to the file that Redis appends to. */
import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { between, type Fault, type Random } from "../fault.ts";
import type { PlainGround } from "../ground.ts";

function appendOnlyFile({ dataDir }: PlainGround): string {
  const within = join(dataDir, "redis/appendonlydir");
  return join(within, readdirSync(within).find((name) => name.endsWith(".incr.aof"))!);
}

/** The last bytes are gone, as when a disk had not written what it said it had. Some of what was acknowledged may be. */
export const aofCut: Fault<PlainGround> = {
  name: "aof-cut",
  number: "F6",
  what: "kill -9 of Redis, and 1 to 400 bytes cut off the end of its file",
  alone: true,
  allows: { writesFail: true, dueWaits: true, stale: true, epochChange: true, loss: true },
  bounds: { lateMs: 3_000 },
  holdsMs: (_, random) => between(random, 500, 2_000),
  async strike({ ground, expect }, random) {
    await ground.redis.kill9();
    const file = appendOnlyFile(ground);
    const { size } = statSync(file);
    truncateSync(file, size - between(random, 1, 400));
    return async () => {
      const started = await ground.redis.startAgain().then(
        () => true,
        () => false,
      );
      expect("Redis starts from a file whose end was cut off", started);
    };
  },
};

/**
 * Where a command begins: Redis cannot go on from there. Within a command it may take what follows for the end of a
 * file that was cut, and start without it; then the epoch changes, as after a cut.
 */
function spoil(file: string, random: Random): void {
  const held = readFileSync(file);
  const from = between(random, Math.floor(held.length / 4), Math.floor(held.length / 2));
  held.write("xxxxxxxx", held.indexOf("\r\n*", from) + 2, "latin1");
  writeFileSync(file, held);
}

/** Bytes in the middle are others. Redis refuses to start rather than to serve what it cannot trust. */
export const aofCorrupt: Fault<PlainGround> = {
  name: "aof-corrupt",
  number: "F7",
  what: "kill -9 of Redis, and 8 bytes in the middle of its file overwritten: it refuses to start",
  alone: true,
  allows: { writesFail: true, dueWaits: true, stale: true },
  bounds: { lateMs: 3_000 },
  holdsMs: () => 8_000,
  async strike({ ground, servers, expect }, random) {
    await ground.redis.kill9();
    const file = appendOnlyFile(ground);
    const whole = `${file}.whole`;
    copyFileSync(file, whole);
    spoil(file, random);
    const reason = await ground.redis.startAgain().then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect("Redis refuses to start from a file that was changed", reason !== undefined);
    for (const { name, process } of servers) {
      expect(`${name} serves on without Redis`, (await process.api.status("/servez")) === 200);
      expect(`${name} says that it is not ready`, (await process.api.status("/readyz")) === 503);
    }
    return async () => {
      if (reason === undefined) await ground.redis.kill9();
      copyFileSync(whole, file);
      await ground.redis.startAgain();
    };
  },
};
