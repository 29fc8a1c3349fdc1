/** `/metrics` of `npm run server`: all of its processes as one, and how they are. */
import { Meter } from "../observe/metrics/meter.ts";
import { Together } from "../observe/metrics/together.ts";
import type { Supervisor } from "./supervisor.ts";

/** A scraper waits 10 s; a process that holds its loop for this long is left out. */
const WITHIN_MS = 2_000;

export function metricsOf(supervisor: Supervisor, wanted: number): () => Promise<string> {
  const together = new Together();
  const meter = new Meter({ process: false });
  let unheard = 0;
  meter.gauges(
    {
      name: "fanfare_processes",
      help: "Server processes: how many there are to be, that serve, that run, and that did not say their numbers.",
      labels: ["state"],
      together: "first",
    },
    () => [
      [{ state: "wanted" }, wanted],
      [{ state: "serving" }, supervisor.serving],
      [{ state: "running" }, supervisor.running.length],
      [{ state: "unheard" }, unheard],
    ],
  );
  meter.counted(
    {
      name: "fanfare_process_deaths_total",
      help: "Server processes that died; another takes the place of each.",
      together: "sum",
    },
    () => [[{}, supervisor.died]],
  );
  return async () => {
    const asked = await Promise.all(
      supervisor.running.map(async (key) => ({ key, metrics: await key.metrics(WITHIN_MS) })),
    );
    unheard = asked.filter(({ metrics }) => metrics === undefined).length;
    return await together.text(asked, await meter.json());
  };
}
