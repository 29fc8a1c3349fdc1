/** What happened in a world: a hash of all of it, the last of it in words, and the first rule that was broken. */

const LINES = 60;

export interface Failure {
  readonly rule: string;
  readonly what: string;
  readonly step: number;
}

export class Trace {
  readonly #nowMs: () => number;
  readonly #startMs: number;
  #hash = 0;
  #lines: string[] = [];
  readonly #names = new Map<string, string>();
  step = 0;
  /** How many lines are kept; all, where one seed is looked at. */
  lines = LINES;
  failure: Failure | undefined;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#startMs = nowMs();
  }

  /** Ids are random: the trace calls announcements by the order in which they were made. */
  nameOf(id: string): string {
    let name = this.#names.get(id);
    if (name === undefined) {
      name = `a${this.#names.size + 1}`;
      this.#names.set(id, name);
    }
    return name;
  }

  note(line: () => string): void {
    const text = `${(this.#nowMs() - this.#startMs).toFixed(1)} ${line()}`;
    for (let at = 0; at < text.length; at += 1)
      this.#hash = (Math.imul(this.#hash, 31) + text.charCodeAt(at)) | 0;
    this.#lines.push(`#${this.step} ${text}`);
    if (this.#lines.length > 2 * this.lines) this.#lines = this.#lines.slice(-this.lines);
  }

  /** The first rule that is broken counts: what follows may follow from it. */
  fail(rule: string, what: string): void {
    if (this.failure !== undefined) return;
    this.failure = { rule, what, step: this.step };
    this.note(() => `[${rule}] ${what}`);
  }

  get hash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, "0");
  }

  get last(): readonly string[] {
    return this.#lines.slice(-this.lines);
  }
}
