/**
 * [OM8] The numbers of all server processes of one supervisor as one: what is counted is added up, what all of them
 * see of one thing is not. What is counted never goes back: a process that has ended counts on with what it said last.
 */
import { AggregatorRegistry, type Registry } from "prom-client";
import type { MetricJson } from "./meter.ts";

/** One process, by whatever names it for as long as it runs. */
export interface Asked {
  readonly key: object;
  /** Undefined where it did not answer in time. */
  readonly metrics: readonly MetricJson[] | undefined;
}

const isCounted = ({ type }: MetricJson): boolean => type === "counter" || type === "histogram";

export class Together {
  readonly #last = new Map<object, readonly MetricJson[]>();
  #ended: readonly MetricJson[] = [];

  /** All that run now; who was there before and is not has ended. */
  async text(asked: readonly Asked[], own: readonly MetricJson[]): Promise<string> {
    const running = new Set(asked.map(({ key }) => key));
    for (const [key, metrics] of this.#last) if (!running.has(key)) await this.#end(key, metrics);
    // Of who does not answer, only what is counted is still true.
    const said = asked.map(({ key, metrics }) => metrics ?? this.#last.get(key)?.filter(isCounted) ?? []);
    for (const { key, metrics } of asked) if (metrics !== undefined) this.#last.set(key, metrics);
    return await added([...said, this.#ended, own]).metrics();
  }

  async #end(key: object, metrics: readonly MetricJson[]): Promise<void> {
    this.#last.delete(key);
    const both = added([this.#ended, metrics.filter(isCounted)]);
    this.#ended = (await both.getMetricsAsJSON()) as unknown as MetricJson[];
  }
}

const added = (all: readonly (readonly MetricJson[])[]): Registry =>
  AggregatorRegistry.aggregate(all as unknown as object[]);
