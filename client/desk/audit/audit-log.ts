/** The audit as it is read: pages of it, newest first, and what has come since. Pure but for the asking. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { AuditNote } from "../../../server/core/change.ts";
import type { Answer, Problem } from "../state/desk-api.ts";

export interface AuditEntry extends AuditNote {
  readonly offset: number;
  readonly at: string;
  readonly hash: string;
}

export interface AuditFilter {
  readonly q?: string;
  readonly action?: string;
  readonly announcementId?: string;
}

interface AuditPage {
  readonly items: readonly AuditEntry[];
  /** Where the next page starts; a page may be empty and have one. */
  readonly next?: number;
}

const LIMIT = 50;

export function queryOf(filter: AuditFilter, cursor?: number): string {
  const query = new URLSearchParams({ limit: String(LIMIT) });
  for (const name of ["q", "action", "announcementId"] as const) {
    const value = filter[name]?.trim();
    if (value) query.set(name, value);
  }
  if (cursor !== undefined) query.set("cursor", String(cursor));
  return `/api/v1/desk/audit?${query}`;
}

/** Each once, newest first, whatever the pages share. */
export function joined(a: readonly AuditEntry[], b: readonly AuditEntry[]): readonly AuditEntry[] {
  const byOffset = new Map([...a, ...b].map((entry) => [entry.offset, entry]));
  return [...byOffset.values()].sort((one, other) => other.offset - one.offset);
}

/** Those that came after what is shown. */
export const newerThan = (shown: readonly AuditEntry[], head: readonly AuditEntry[]): readonly AuditEntry[] =>
  head.filter(({ offset }) => offset > (shown[0]?.offset ?? 0));

export interface AuditLog {
  readonly entries: ReadonlySignal<readonly AuditEntry[] | undefined>;
  /** What has come since; it is shown when somebody asks for it, so that nothing moves under the pointer. */
  readonly newer: ReadonlySignal<readonly AuditEntry[]>;
  readonly hasMore: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<Problem | undefined>;
  readonly isBusy: ReadonlySignal<boolean>;
  /** Begins anew with other questions; an answer to the earlier ones is not shown any more. */
  ask(filter: AuditFilter): Promise<void>;
  more(): Promise<void>;
  /** Looks whether anything is new. */
  look(): Promise<void>;
  showNewer(): void;
}

export function createAuditLog(asking: (path: string) => Promise<Answer<AuditPage>>): AuditLog {
  const entries = signal<readonly AuditEntry[] | undefined>(undefined);
  const newer = signal<readonly AuditEntry[]>([]);
  const next = signal<number | undefined>(undefined);
  const hasMore = signal(false);
  const problem = signal<Problem | undefined>(undefined);
  const isBusy = signal(false);
  let filter: AuditFilter = {};
  let turn = 0;

  async function page(cursor?: number): Promise<AuditPage | undefined> {
    const mine = turn;
    isBusy.value = true;
    const answer = await asking(queryOf(filter, cursor));
    if (mine !== turn) return undefined;
    isBusy.value = false;
    problem.value = answer.ok ? undefined : answer.problem;
    return answer.ok ? answer.body : undefined;
  }

  function goesOnAt(cursor: number | undefined): void {
    next.value = cursor;
    hasMore.value = cursor !== undefined;
  }

  return {
    entries,
    newer,
    hasMore,
    problem,
    isBusy,
    async ask(asked) {
      filter = asked;
      turn++;
      const first = await page();
      if (first === undefined) return;
      entries.value = first.items;
      newer.value = [];
      goesOnAt(first.next);
    },
    async more() {
      if (next.value === undefined) return;
      const older = await page(next.value);
      if (older === undefined) return;
      entries.value = joined(entries.value ?? [], older.items);
      goesOnAt(older.next);
    },
    async look() {
      if (entries.value === undefined || isBusy.value) return;
      const mine = turn;
      const answer = await asking(queryOf(filter));
      if (mine === turn && answer.ok) newer.value = newerThan(entries.value, answer.body.items);
    },
    showNewer() {
      entries.value = joined(entries.value ?? [], newer.value);
      newer.value = [];
    },
  };
}
