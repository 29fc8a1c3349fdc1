/** What a disk does to the file that Redis appends to. */
import { closeSync, copyFileSync, openSync, readdirSync, statSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { between, type Fault } from "../fault.ts";
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

/** Bytes in the middle are others. Redis refuses to start rather than to serve what it cannot trust. */
export const aofCorrupt: Fault<PlainGround> = {
  name: "aof-corrupt",
  number: "F7",
  what: "kill -9 of Redis, and 8 bytes in the middle of its file overwritten",
  alone: true,
  allows: { writesFail: true, dueWaits: true, stale: true },
  bounds: { lateMs: 3_000 },
  holdsMs: () => 8_000,
  async strike({ ground, servers, expect }, random) {
    await ground.redis.kill9();
    const file = appendOnlyFile(ground);
    const whole = `${file}.whole`;
    copyFileSync(file, whole);
    const opened = openSync(file, "r+");
    const { size } = statSync(file);
    writeSync(
      opened,
      Buffer.from("\r\n$x\r\n*!"),
      0,
      8,
      between(random, Math.floor(size / 4), Math.floor(size / 2)),
    );
    closeSync(opened);
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
