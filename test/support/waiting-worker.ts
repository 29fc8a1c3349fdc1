/** `waiting-worker.ts FILE`: a real worker process that, with a job in hand, waits until the file is there. */
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { runWorker } from "../../workers/main.ts";

const [file = ""] = process.argv.slice(2);

await runWorker({
  async beforePublish() {
    while (!existsSync(file)) await pause(2);
  },
});
