/**
 * A worker with a hook at the worst moment: after the due instant, before the publish.
 *
 *     dies FILE    writes FILE and kills itself with -9
 *     follows FILE waits until FILE is there, so that it goes on only when the other one is dead
 */
import { existsSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { runWorker } from "../../workers/main.ts";

const [part, file = ""] = process.argv.slice(2);

await runWorker({
  async beforePublish(id) {
    if (part === "dies") {
      writeFileSync(file, `${id} ${Date.now()}`);
      process.kill(process.pid, "SIGKILL");
      await pause(60_000); // the signal is on its way
    }
    while (!existsSync(file)) await pause(2);
  },
});
