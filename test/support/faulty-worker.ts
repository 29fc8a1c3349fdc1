/** A real worker process that is killed with -9 between the due instant and the publication. */
import { runWorker } from "../../workers/main.ts";

await runWorker({
  beforePublish() {
    process.kill(process.pid, "SIGKILL");
    // The signal comes before anything else runs here; should it not, nothing is published all the same.
    return new Promise(() => {});
  },
});
