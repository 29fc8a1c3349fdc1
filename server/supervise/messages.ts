/** What a server process and the one that supervises it say to each other. */
import type { MetricJson } from "../observe/metrics/meter.ts";

interface Listening {
  /** From a process: it takes readers now. */
  readonly type: "listening";
}

interface Leave {
  /** To a process: another has its place, and its readers are to go, a few at a time. */
  readonly type: "leave";
}

interface MetricsWanted {
  /** To a process: its numbers, under this id. */
  readonly type: "metrics-wanted";
  readonly id: number;
}

export interface Metrics {
  readonly type: "metrics";
  readonly id: number;
  readonly metrics: readonly MetricJson[];
}

export const listening: Listening = { type: "listening" };
export const leave: Leave = { type: "leave" };

export const isListening = (message: unknown): boolean => typeOf(message) === listening.type;
export const isLeave = (message: unknown): boolean => typeOf(message) === leave.type;

export const metricsWanted = (id: number): MetricsWanted => ({ type: "metrics-wanted", id });
export const isMetricsWanted = (message: unknown): message is MetricsWanted =>
  typeOf(message) === "metrics-wanted";
export const isMetrics = (message: unknown): message is Metrics => typeOf(message) === "metrics";

const typeOf = (message: unknown): unknown =>
  typeof message === "object" && message !== null && "type" in message ? message.type : undefined;
