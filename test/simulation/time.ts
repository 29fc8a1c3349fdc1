/**
 * Virtual time: one heap of what is to happen, for all processes of a world. It stands still while something
 * happens, and jumps to whatever is next.
 *
 * - Everything that happens belongs to a process, and so does all that follows from it: promises come to rest
 *   before the next event. Of a process that is gone nothing happens any more; of one that sleeps, when it wakes.
 * - What happens at one instant happens in the order in which it was asked for: nothing depends on the machine.
 */

/** Node's own, whatever stands in the global object: after it, no promise is left to settle. */
const realSetImmediate = globalThis.setImmediate;
const rest = (): Promise<void> => new Promise((resolve) => void realSetImmediate(resolve));

export class Process {
  readonly name: string;
  isGone = false;
  isAsleep = false;
  wokeAt = 0;
  /** What came to it while it slept. */
  readonly missed: Happening[] = [];

  constructor(name: string) {
    this.name = name;
  }
}

export interface Happening {
  readonly process: Process;
  readonly run: () => void;
  at: number;
  order: number;
  isOff: boolean;
}

export class VirtualTime {
  #now: number;
  #order = 0;
  readonly #heap: Happening[] = [];
  /** Whose doing whatever happens now is. */
  current: Process | undefined;
  happened = 0;

  constructor(startMs: number) {
    this.#now = startMs;
  }

  get now(): number {
    return this.#now;
  }

  after(process: Process, ms: number, run: () => void): Happening {
    const happening = { process, run, at: 0, order: 0, isOff: false };
    this.#set(happening, this.#now + Math.max(0, ms));
    return happening;
  }

  #set(happening: Happening, at: number): void {
    happening.at = at;
    this.#order += 1;
    happening.order = this.#order;
    push(this.#heap, happening);
  }

  /** What follows at once, or after a while, from what happens now is another process' doing. */
  become(process: Process, ms: number, run: () => void): void {
    if (ms > 0 || process.isAsleep) this.after(process, ms, run);
    else if (!process.isGone) {
      this.current = process;
      run();
    }
  }

  wake(process: Process): void {
    process.isAsleep = false;
    process.wokeAt = this.#now;
    for (const missed of process.missed.splice(0)) if (!missed.isOff) this.#set(missed, this.#now);
  }

  /** Lets so much time pass. Throws what happened throws. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (let next = this.#heap[0]; next !== undefined && next.at <= end; next = this.#heap[0]) {
      pop(this.#heap);
      const { process } = next;
      if (next.isOff || process.isGone) continue;
      if (process.isAsleep) {
        process.missed.push(next);
        continue;
      }
      this.#now = Math.max(this.#now, next.at);
      this.happened += 1;
      this.current = process;
      next.run();
      await rest();
      this.current = undefined;
    }
    this.#now = end;
  }
}

const isBefore = (a: Happening, b: Happening): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Happening[], added: Happening): void {
  let place = heap.length;
  while (place > 0) {
    const above = (place - 1) >> 1;
    if (!isBefore(added, heap[above]!)) break;
    heap[place] = heap[above]!;
    place = above;
  }
  heap[place] = added;
}

function pop(heap: Happening[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let place = 0;
  for (;;) {
    let below = 2 * place + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
    if (!isBefore(heap[below]!, last)) break;
    heap[place] = heap[below]!;
    place = below;
  }
  heap[place] = last;
}
