/** Puts virtual time, and chance with a seed, where real code looks for them. Answers how to take them away. */
import type { Happening, Process, VirtualTime } from "./time.ts";

type Run = (...args: unknown[]) => unknown;

class VirtualTimer {
  readonly #time: VirtualTime;
  readonly #process: Process;
  readonly #run: () => void;
  readonly #ms: number;
  readonly #repeats: boolean;
  #set: Happening;

  constructor(time: VirtualTime, run: () => void, ms: number, repeats: boolean) {
    this.#time = time;
    this.#process = time.current!;
    this.#run = run;
    this.#ms = ms;
    this.#repeats = repeats;
    this.#set = this.#arm();
  }

  #arm(): Happening {
    return this.#time.after(this.#process, this.#ms, () => {
      if (this.#repeats) this.#set = this.#arm();
      this.#run();
    });
  }

  refresh(): this {
    this.#set.isOff = true;
    this.#set = this.#arm();
    return this;
  }

  clear(): void {
    this.#set.isOff = true;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

export function takeOverGlobals(time: VirtualTime, random: () => number): () => void {
  const real = {
    setTimeout: globalThis.setTimeout,
    setInterval: globalThis.setInterval,
    setImmediate: globalThis.setImmediate,
    clearTimeout: globalThis.clearTimeout,
    clearInterval: globalThis.clearInterval,
  };
  const realNow = performance.now;
  const realDateNow = Date.now;
  const realRandom = Math.random;
  // Whoever asks while nothing of the world happens is the runner of the tests.
  const virtual =
    (otherwise: Run, repeats: boolean): Run =>
    (run, ms, ...args) =>
      time.current === undefined
        ? otherwise(run, ms, ...args)
        : new VirtualTimer(time, () => (run as Run)(...args), Number(ms ?? 0), repeats);
  const cleared =
    (otherwise: Run): Run =>
    (timer) =>
      timer instanceof VirtualTimer ? timer.clear() : otherwise(timer);
  Object.assign(globalThis, {
    setTimeout: virtual(real.setTimeout as unknown as Run, false),
    setInterval: virtual(real.setInterval as unknown as Run, true),
    setImmediate: (run: Run, ...args: unknown[]) =>
      time.current === undefined
        ? real.setImmediate(run, ...args)
        : new VirtualTimer(time, () => run(...args), 0, false),
    clearTimeout: cleared(real.clearTimeout as unknown as Run),
    clearInterval: cleared(real.clearInterval as unknown as Run),
  });
  performance.now = () => (time.current === undefined ? realNow.call(performance) : time.now);
  Date.now = () => (time.current === undefined ? realDateNow() : Math.floor(time.now));
  Math.random = () => (time.current === undefined ? realRandom() : random());
  return () => {
    Object.assign(globalThis, real);
    performance.now = realNow;
    Date.now = realDateNow;
    Math.random = realRandom;
  };
}
