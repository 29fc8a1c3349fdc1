/**
 * A server process' numbers, where METRICS_PORT is set: at that port, or, under `npm run server`, for the supervising
 * process, which has it. What counts is loaded only then.
 */
import cluster from "node:cluster";
import type { Config } from "./config.ts";
import type { Logger } from "./observe/logger.ts";
import type { NodeMetrics } from "./observe/metrics/node-metrics.ts";
import { isMetricsWanted, type Metrics } from "./supervise/messages.ts";

export interface ServedMetrics extends NodeMetrics {
  stop(): Promise<void>;
}

export async function openMetrics(
  { metricsPort: port, metricsHost: host }: Pick<Config, "metricsPort" | "metricsHost">,
  log: Logger,
): Promise<ServedMetrics | undefined> {
  if (port === undefined) return undefined;
  const [{ nodeMetrics }, { runningBuild }] = await Promise.all([
    import("./observe/metrics/node-metrics.ts"),
    import("./observe/metrics/build.ts"),
  ]);
  const metrics = nodeMetrics(runningBuild());
  if (cluster.isWorker) {
    answerSupervisor(metrics);
    return { ...metrics, stop: async () => {} };
  }
  const { MetricsListener } = await import("./observe/metrics/listener.ts");
  const listener = new MetricsListener({ port, host, log, text: () => metrics.meter.text() });
  listener.start();
  return { ...metrics, stop: () => listener.stop() };
}

function answerSupervisor({ meter }: NodeMetrics): void {
  process.on("message", async (message) => {
    if (!isMetricsWanted(message)) return;
    const answer: Metrics = { type: "metrics", id: message.id, metrics: await meter.json() };
    // Whoever asked may be gone by now.
    if (process.connected) process.send?.(answer, undefined, {}, () => {});
  });
}
