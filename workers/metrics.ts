/** A worker's numbers at METRICS_PORT, where that is set. What counts is loaded only then. */
import type { Config } from "../server/config.ts";
import type { Logger } from "../server/observe/logger.ts";
import type { WorkerMetrics } from "../server/observe/metrics/worker-metrics.ts";

export interface ServedMetrics extends WorkerMetrics {
  stop(): Promise<void>;
}

export async function openMetrics(
  { metricsPort: port, metricsHost: host }: Pick<Config, "metricsPort" | "metricsHost">,
  log: Logger,
): Promise<ServedMetrics | undefined> {
  if (port === undefined) return undefined;
  const [{ workerMetrics }, { runningBuild }, { MetricsListener }] = await Promise.all([
    import("../server/observe/metrics/worker-metrics.ts"),
    import("../server/observe/metrics/build.ts"),
    import("../server/observe/metrics/listener.ts"),
  ]);
  const metrics = workerMetrics(runningBuild());
  const listener = new MetricsListener({ port, host, log, text: () => metrics.meter.text() });
  listener.start();
  return { ...metrics, stop: () => listener.stop() };
}
