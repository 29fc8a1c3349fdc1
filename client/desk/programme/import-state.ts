/**
 * One programme file on its way: looked at, then applied. The bytes are taken when it is chosen, so that what
 * is applied is what was shown, whatever becomes of the file meanwhile.
 */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { ProposedAnnouncement } from "../../../server/contract/programme.ts";
import type { Answer, Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { type Imported, isSameChange, LARGEST_FILE, typeOfFile } from "./import-summary.ts";

const PATH = "/api/v1/desk/programme";

export interface ImportState {
  /** Name of the file that is looked at. */
  readonly file: ReadonlySignal<string | undefined>;
  readonly found: ReadonlySignal<Imported | undefined>;
  readonly problem: ReadonlySignal<Problem | undefined>;
  readonly isTooLarge: ReadonlySignal<boolean>;
  readonly busy: ReadonlySignal<"reading" | "applying" | undefined>;
  /** The programme is another than when the difference was made: it was made anew. */
  readonly wasStale: ReadonlySignal<boolean>;
  /** After it was applied: what it proposed. */
  readonly proposed: ReadonlySignal<readonly ProposedAnnouncement[] | undefined>;
  choose(file: File): Promise<void>;
  apply(): Promise<void>;
  leave(): void;
}

function createImportState(store: DeskStore): ImportState {
  const file = signal<string | undefined>(undefined);
  const found = signal<Imported | undefined>(undefined);
  const problem = signal<Problem | undefined>(undefined);
  const isTooLarge = signal(false);
  const busy = signal<"reading" | "applying" | undefined>(undefined);
  const wasStale = signal(false);
  const proposed = signal<readonly ProposedAnnouncement[] | undefined>(undefined);
  let bytes: Blob | undefined;
  /** Of two files, chosen one after the other, the answer to the first is not shown. */
  let turn = 0;

  const send = (sent: Blob, isDryRun: boolean): Promise<Answer<Imported>> =>
    store.asking<Imported>(`${PATH}${isDryRun ? "?dryRun=1" : ""}`, { method: "POST", file: sent });

  function leave(): void {
    turn += 1;
    bytes = undefined;
    batch(() => {
      file.value = undefined;
      found.value = undefined;
      problem.value = undefined;
      isTooLarge.value = false;
      busy.value = undefined;
      wasStale.value = false;
      proposed.value = undefined;
    });
  }

  async function choose(chosen: File): Promise<void> {
    leave();
    const mine = turn;
    file.value = chosen.name;
    if (chosen.size > LARGEST_FILE) {
      isTooLarge.value = true;
      return;
    }
    busy.value = "reading";
    const type = typeOfFile(chosen.name, chosen.type);
    const taken = new Blob([await chosen.arrayBuffer()], { type });
    const answer = await send(taken, true);
    if (mine !== turn) return;
    batch(() => {
      busy.value = undefined;
      if (!answer.ok) problem.value = answer.problem;
      else {
        bytes = taken;
        found.value = answer.body;
      }
    });
  }

  /** Looks once more first: what was shown must be what happens, though somebody else imported meanwhile. */
  async function apply(): Promise<void> {
    const [shown, taken, mine] = [found.peek(), bytes, turn];
    if (shown === undefined || taken === undefined || busy.peek() !== undefined) return;
    batch(() => {
      busy.value = "applying";
      problem.value = undefined;
      wasStale.value = false;
    });
    const again = await send(taken, true);
    if (mine !== turn) return;
    if (!again.ok || !isSameChange(shown, again.body)) {
      batch(() => {
        busy.value = undefined;
        if (!again.ok) problem.value = again.problem;
        else {
          found.value = again.body;
          wasStale.value = true;
        }
      });
      return;
    }
    const answer = await send(taken, false);
    if (mine !== turn) return;
    batch(() => {
      busy.value = undefined;
      if (!answer.ok) problem.value = answer.problem;
      else {
        proposed.value = answer.body.proposed ?? [];
        for (const { id } of proposed.value) if (id !== undefined) store.items.touch(id);
      }
    });
  }

  return { file, found, problem, isTooLarge, busy, wasStale, proposed, choose, apply, leave };
}

const states = new WeakMap<DeskStore, ImportState>();

/** One for each desk: looking at another page leaves the difference where it was. */
export function importStateOf(store: DeskStore): ImportState {
  const state = states.get(store) ?? createImportState(store);
  states.set(store, state);
  return state;
}
