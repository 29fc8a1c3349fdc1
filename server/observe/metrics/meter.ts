/**
 * The numbers of one process, as Prometheus reads them.
 *
 * - [OM1] What a gauge says is looked up when it is asked for: nothing is kept up to date in between.
 * - [OM2] Where a number cannot be had (Redis is away), it is not there: never an old one, never 0.
 * - Labels come from short lists of ours: no text, no id, no address is ever one.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** How the numbers of several processes of one machine become one. */
export type Together = "sum" | "max" | "min" | "first";
export type Labels = Readonly<Record<string, string>>;
export type Values = readonly (readonly [labels: Labels, value: number])[];

/** What prom-client hands from process to process. */
export interface MetricJson {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly aggregator: string;
  readonly values: readonly {
    readonly labels: Labels;
    readonly value: number;
    readonly metricName?: string;
  }[];
}

interface Named<L extends string> {
  readonly name: `fanfare_${string}`;
  readonly help: string;
  readonly labels?: readonly L[];
}

/** Whoever asks during a scrape is answered by that one. */
export class Meter {
  readonly registry = new Registry();
  readonly #looks: (() => Promise<void> | void)[] = [];
  #looking: Promise<void> | undefined;

  /** With what Node and the system say of the process, unless others of the machine say more. */
  constructor({ process = true }: { readonly process?: boolean } = {}) {
    if (!process) return;
    collectDefaultMetrics({ register: this.registry });
    // How long a process holds its loop is felt by its own readers, however the others do.
    for (const metric of this.registry.getMetricsAsArray())
      if (/^nodejs_eventloop_lag_/.test(metric.name)) Object.assign(metric, { aggregator: "max" });
  }

  /** Called before each scrape. It must not throw. */
  before(look: () => Promise<void> | void): void {
    this.#looks.push(look);
  }

  counter<L extends string = never>({ name, help, labels = [] }: Named<L>): Counter<L> {
    return new Counter({ name, help, labelNames: labels, registers: [this.registry] });
  }

  histogram({ name, help, buckets }: Named<never> & { readonly buckets: number[] }): Histogram {
    return new Histogram({ name, help, buckets, registers: [this.registry] });
  }

  /** [OM1] A number that is looked up; undefined where it cannot be had. */
  gauge(of: Named<never> & { readonly together: Together }, look: () => number | undefined): void {
    this.gauges(of, () => {
      const value = look();
      return value === undefined ? [] : [[{}, value]];
    });
  }

  /** The same with labels, all that there are. */
  gauges<L extends string = never>(
    { name, help, labels = [], together }: Named<L> & { readonly together: Together },
    look: () => Values,
  ): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames: labels,
      aggregator: together,
      registers: [this.registry],
    });
    const forget = () => {
      gauge.reset();
      // Without labels it would say 0.
      if (labels.length === 0) gauge.remove();
    };
    forget();
    this.before(() => {
      forget();
      for (const [of, value] of look()) gauge.set(of as never, value);
    });
  }

  /** Something that is counted elsewhere, from when the process began. */
  counted<L extends string = never>(
    { name, help, labels = [], together }: Named<L> & { readonly together: "sum" | "max" },
    look: () => Values,
  ): void {
    const counter = new Counter({
      name,
      help,
      labelNames: labels,
      aggregator: together,
      registers: [this.registry],
    });
    this.before(() => {
      counter.reset();
      for (const [of, value] of look()) counter.inc(of as never, value);
    });
  }

  async json(): Promise<MetricJson[]> {
    await this.#look();
    return (await this.registry.getMetricsAsJSON()) as unknown as MetricJson[];
  }

  async text(): Promise<string> {
    await this.#look();
    return await this.registry.metrics();
  }

  async #look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  /** One after another: what is asked of Redis comes before what is made of its answer. */
  async #lookOnce(): Promise<void> {
    for (const look of this.#looks) await look();
  }
}
