/** Which words were ever made public, and whose. In a world every headline is one of a kind. */
import type { AnnouncementChange } from "../../server/core/change.ts";

export interface Said {
  readonly id: string;
  readonly revision: number;
  readonly text: object;
}

const headlineOf = ({ text }: Pick<Said, "text">): string =>
  (Object.values(text)[0] as { headline?: string } | undefined)?.headline ?? "";

export class PublicWords {
  readonly #public = new Set<string>();
  readonly #saidBy = new Map<string, Set<string>>();
  readonly #takenBack = new Set<string>();

  take({ reveal, redact, next }: AnnouncementChange): void {
    if (redact !== undefined) this.#takenBack.add(next.id);
    if (reveal === undefined) return;
    const headline = headlineOf(reveal);
    this.#public.add(`${reveal.id} r${reveal.revision} ${headline}`);
    this.#saidBy.set(headline, (this.#saidBy.get(headline) ?? new Set()).add(reveal.id));
  }

  isPublic(item: Said): boolean {
    return this.#public.has(`${item.id} r${item.revision} ${headlineOf(item)}`);
  }

  /** Whether anything that it said was ever taken from public view. */
  wasTakenBack(id: string): boolean {
    return this.#takenBack.has(id);
  }

  /**
   * Every headline under which an announcement, and no other, was ever public. Two have the same where the end of a
   * rehearsal came between a request and its retry: [L8] the key is a new one then.
   */
  of(id: string): readonly string[] {
    return [...this.#saidBy].flatMap(([headline, ids]) => (ids.size === 1 && ids.has(id) ? [headline] : []));
  }
}
