/** Words that are nowhere else, one for each revision of each announcement of a run, and where they turn up. */

export interface Seen {
  readonly item: number;
  readonly revision: number;
}

export class Words {
  readonly #mark: string;
  readonly #pattern: RegExp;

  /** `mark` is of this run alone: letters and digits. */
  constructor(mark: string) {
    this.#mark = `canary${mark}`;
    this.#pattern = new RegExp(`${this.#mark}x(\\d+)x(\\d+)x`, "g");
  }

  of({ item, revision }: Seen): string {
    return `${this.#mark}x${item}x${revision}x`;
  }

  /** Each once, however often it is there. */
  in(text: string): Seen[] {
    const found = new Map<string, Seen>();
    for (const [word, item, revision] of text.matchAll(this.#pattern))
      found.set(word, { item: Number(item), revision: Number(revision) });
    return [...found.values()];
  }
}
