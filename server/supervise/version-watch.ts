/**
 * [MP8] Notices that another version lies on the disk than the one that was started: by one small file, which
 * a deployment writes last. It counts once it is the same at two looks.
 */
const LOOK_MS = 2_000;

export interface VersionWatchParts {
  /** What names the version on the disk; undefined while none is there. */
  readonly read: () => string | undefined;
  readonly onNew: () => void;
}

export class VersionWatch {
  readonly #parts: VersionWatchParts;
  #known: string | undefined;
  #seen: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: VersionWatchParts) {
    this.#parts = parts;
    this.#known = parts.read();
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const found = this.#parts.read();
    const isSettled = found === this.#seen;
    this.#seen = found;
    if (found === undefined || found === this.#known || !isSettled) return;
    this.#known = found;
    this.#parts.onNew();
  }
}
