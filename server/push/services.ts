/**
 * How many messages are on their way at once, to each push service and in all, and which services are left
 * alone for a while: so one that is slow or broken holds up nobody but those who chose it.
 */
import { fullJitterMs } from "../core/backoff.ts";

const PER_SERVICE = 96;
const IN_ALL = 192;
/** So many failures in a row, and a service is left alone. */
const BROKEN_AFTER = 5;
const REST = { firstMs: 10_000, maxMs: 300_000 };
const MOST_KNOWN = 10_000;

interface Service {
  busy: number;
  failures: number;
  restUntilMs: number;
}

export interface ServicesOptions {
  readonly perService?: number;
  readonly inAll?: number;
  readonly nowMs?: () => number;
  readonly random?: () => number;
}

export class Services {
  readonly #perService: number;
  readonly #inAll: number;
  readonly #nowMs: () => number;
  readonly #random: () => number;
  readonly #known = new Map<string, Service>();
  readonly #waiting: { readonly service: Service; readonly resolve: () => void }[] = [];
  #busy = 0;

  constructor({
    perService = PER_SERVICE,
    inAll = IN_ALL,
    nowMs = () => performance.now(),
    random = Math.random,
  }: ServicesOptions = {}) {
    this.#perService = perService;
    this.#inAll = inAll;
    this.#nowMs = nowMs;
    this.#random = random;
  }

  /** How long a service is still to be left alone; 0 where it is not. */
  restMs(name: string): number {
    return Math.max(0, (this.#known.get(name)?.restUntilMs ?? 0) - this.#nowMs());
  }

  /** Does the work when its turn comes: first come, first served, but nobody waits for another's service. */
  async use<T>(name: string, work: () => Promise<T>): Promise<T> {
    const service = this.#service(name);
    if (this.#hasRoom(service)) this.#take(service);
    else await new Promise<void>((resolve) => this.#waiting.push({ service, resolve }));
    try {
      return await work();
    } finally {
      service.busy -= 1;
      this.#busy -= 1;
      this.#wakeNext();
    }
  }

  served(name: string): void {
    this.#service(name).failures = 0;
  }

  /** `retryAfterMs` as it asked. */
  failed(name: string, retryAfterMs = 0): void {
    const service = this.#service(name);
    service.failures += 1;
    if (service.failures < BROKEN_AFTER) return;
    const restMs = REST.firstMs / 2 + fullJitterMs(REST, service.failures - BROKEN_AFTER, this.#random);
    service.restUntilMs = this.#nowMs() + Math.max(restMs, retryAfterMs);
  }

  #service(name: string): Service {
    let service = this.#known.get(name);
    if (service === undefined) {
      this.#forgetIdle();
      service = { busy: 0, failures: 0, restUntilMs: 0 };
      this.#known.set(name, service);
    }
    return service;
  }

  /** Anybody may name services without end. */
  #forgetIdle(): void {
    if (this.#known.size < MOST_KNOWN) return;
    const wanted = new Set(this.#waiting.map(({ service }) => service));
    for (const [name, service] of this.#known)
      if (service.busy === 0 && !wanted.has(service)) this.#known.delete(name);
  }

  #hasRoom({ busy }: Service): boolean {
    return busy < this.#perService && this.#busy < this.#inAll;
  }

  #take(service: Service): void {
    service.busy += 1;
    this.#busy += 1;
  }

  #wakeNext(): void {
    const at = this.#waiting.findIndex(({ service }) => this.#hasRoom(service));
    const [next] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (next === undefined) return;
    this.#take(next.service);
    next.resolve();
  }
}
