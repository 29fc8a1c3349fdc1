import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { between, type Fault } from "../fault.ts";
import type { PlainGround } from "../ground.ts";

const root = join(import.meta.dirname, "../../..");

/** Yesterday's backup comes back. Everybody starts anew, and what was to go out since waits for a person. */
export const restoreOlder: Fault<PlainGround> = {
  name: "restore-older",
  number: "F8",
  what: "a backup of some seconds ago restored in place of what is there",
  alone: true,
  missing: () =>
    ["backup.ts", "restore.ts"].every((name) => existsSync(join(root, "scripts", name)))
      ? undefined
      : "there is no npm run restore",
  allows: { writesFail: true, dueWaits: true, epochChange: true, loss: true },
  bounds: { answerMs: Number.POSITIVE_INFINITY },
  holdsMs: () => 0,
  async strike({ ground, bench, servers, workers, pause, expect }, random) {
    const file = join(bench.folder(), "backup");
    const run = (name: string, ...args: string[]) =>
      promisify(execFile)(process.execPath, [`scripts/${name}.ts`, ...args], {
        cwd: root,
        env: { PATH: process.env.PATH, REDIS_URL: ground.redis.url, DATA_DIR: bench.folder() },
      }).then(
        () => undefined,
        (error: Error & { stderr?: string }) => error.stderr ?? error.message,
      );
    const backedUp = await run("backup", file);
    expect(
      `a backup is made under load${backedUp === undefined ? "" : `: ${backedUp}`}`,
      backedUp === undefined,
    );
    await pause(between(random, 2_000, 4_000));
    for (const hosted of [...workers, ...servers]) {
      hosted.expectEnd();
      await hosted.process.terminate();
    }
    // Whoever is at work is taken for gone after ten seconds.
    await pause(11_000);
    const restored = await run("restore", file, "--replace");
    expect(`it is restored${restored === undefined ? "" : `: ${restored}`}`, restored === undefined);
    return async () => {
      await Promise.all([...servers, ...workers].map((hosted) => hosted.startAgain()));
    };
  },
};
