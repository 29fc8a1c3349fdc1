/**
 * The event while it is being set up: what the server has, what is typed on top of it, and what became of
 * saving. What is typed is on the device from the first key on, and nothing is sent until it is saved.
 */
import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { DeskEvent } from "../../../server/contract/event.ts";
import { deviceStorage } from "../../shared/held/device-storage.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { type Change, changesOf } from "./event-diff.ts";
import { type EventForm, eventOf, formOf } from "./event-form.ts";
import { type Clash, mergeForms, taking } from "./event-merge.ts";

const PATH = "/api/v1/desk/event";
const KEPT = "desk.event-setup";

const unsaved = signal(deviceStorage.read(KEPT) !== null);
/** Whether typed changes wait on this device: the page's name is marked wherever it stands. */
export const hasUnsavedEvent: ReadonlySignal<boolean> = unsaved;

/** What somebody else saved meanwhile, already under what is typed here. */
export interface Met {
  readonly changes: readonly Change[];
  readonly clashes: readonly Clash[];
}

interface Kept {
  readonly base: DeskEvent;
  readonly revision: number;
  readonly form: EventForm;
}

export interface EventSetup {
  /** Undefined until the server has said what there is. */
  readonly form: ReadonlySignal<EventForm | undefined>;
  readonly before: ReadonlySignal<EventForm | undefined>;
  readonly revision: ReadonlySignal<number>;
  readonly changes: ReadonlySignal<readonly Change[]>;
  readonly problem: ReadonlySignal<Problem | undefined>;
  readonly met: ReadonlySignal<Met | undefined>;
  readonly isBusy: ReadonlySignal<boolean>;
  /** What is in the form was typed before this page was loaded. */
  readonly wasRestored: ReadonlySignal<boolean>;
  readonly savedAt: ReadonlySignal<number | undefined>;
  edit(change: (form: EventForm) => EventForm): void;
  load(): Promise<void>;
  save(): Promise<boolean>;
  /** Gives up what is typed. */
  undoAll(): void;
  takeTheirs(clash: Clash): void;
  /** Asks the server, and says at the form what it refused. */
  endRehearsal(keep: "preparation" | "nothing"): Promise<boolean>;
}

export function createEventSetup(store: DeskStore): EventSetup {
  const base = signal<DeskEvent | undefined>(undefined);
  const revision = signal(0);
  const form = signal<EventForm | undefined>(undefined);
  const problem = signal<Problem | undefined>(undefined);
  const met = signal<Met | undefined>(undefined);
  const isBusy = signal(false);
  const wasRestored = signal(false);
  const savedAt = signal<number | undefined>(undefined);
  const before = computed(() => (base.value === undefined ? undefined : formOf(base.value)));
  const changes = computed(() =>
    before.value === undefined || form.value === undefined ? [] : changesOf(before.value, form.value),
  );

  function keep(): void {
    const kept = { base: base.peek(), revision: revision.peek(), form: form.peek() };
    unsaved.value = changes.peek().length > 0;
    deviceStorage.write(KEPT, unsaved.peek() ? JSON.stringify(kept) : undefined);
  }

  /** The server has something newer: it goes under what is typed, and what they changed is told. */
  function meet(theirs: DeskEvent, theirRevision: number): void {
    const [was, mine] = [before.peek(), form.peek()];
    batch(() => {
      const now = formOf(theirs);
      if (was !== undefined && mine !== undefined && changes.peek().length > 0) {
        const merged = mergeForms(was, mine, now);
        form.value = merged.form;
        if (theirRevision !== revision.peek())
          met.value = { changes: changesOf(was, now), clashes: merged.clashes };
      } else {
        form.value = now;
      }
      base.value = theirs;
      revision.value = theirRevision;
    });
    keep();
  }

  async function load(): Promise<void> {
    const answer = await store.asking<DeskEvent>(PATH);
    if (!answer.ok) {
      problem.value = answer.problem;
      return;
    }
    if (form.peek() === undefined) restore();
    meet(eventIn(answer.body), answer.revision ?? 0);
  }

  function restore(): void {
    const kept = readKept();
    if (kept === undefined) return;
    batch(() => {
      base.value = kept.base;
      revision.value = kept.revision;
      form.value = kept.form;
      wasRestored.value = true;
    });
  }

  async function once(work: () => Promise<boolean>): Promise<boolean> {
    if (isBusy.peek()) return false;
    batch(() => {
      isBusy.value = true;
      problem.value = undefined;
      savedAt.value = undefined;
    });
    try {
      return await work();
    } finally {
      isBusy.value = false;
    }
  }

  const save = (): Promise<boolean> =>
    once(async () => {
      const [sent, held] = [form.peek(), base.peek()];
      if (sent === undefined || held === undefined) return false;
      const body = eventOf(sent, held);
      const answer = await store.asking<DeskEvent>(PATH, { method: "PUT", body, ifMatch: revision.peek() });
      if (!answer.ok) {
        problem.value = answer.problem;
        if (answer.problem.status === 412) await load();
        return false;
      }
      const saved = eventIn(answer.body);
      batch(() => {
        const typed = form.peek()!;
        // What was typed while it was under way stays typed.
        form.value = typed === sent ? formOf(saved) : mergeForms(sent, typed, formOf(saved)).form;
        base.value = saved;
        revision.value = answer.revision ?? revision.peek() + 1;
        met.value = undefined;
        wasRestored.value = false;
        savedAt.value = store.client.clock.now();
      });
      keep();
      return true;
    });

  /** Somebody else saved the event, and nothing is typed here: show it as it is. */
  function follow(): void {
    store.event.value;
    if (form.peek() !== undefined && changes.peek().length === 0 && !isBusy.peek()) void load();
  }
  effect(follow);

  return {
    form,
    before,
    revision,
    changes,
    problem,
    met,
    isBusy,
    wasRestored,
    savedAt,
    load,
    save,
    edit(change) {
      if (form.peek() === undefined) return;
      batch(() => {
        form.value = change(form.peek()!);
        savedAt.value = undefined;
      });
      keep();
    },
    undoAll() {
      batch(() => {
        form.value = before.peek();
        problem.value = undefined;
        met.value = undefined;
        wasRestored.value = false;
      });
      keep();
    },
    takeTheirs(clash) {
      batch(() => {
        form.value = taking(form.peek()!, clash);
        if (met.peek() !== undefined)
          met.value = { ...met.peek()!, clashes: met.peek()!.clashes.filter((other) => other !== clash) };
      });
      keep();
    },
    endRehearsal: (what) =>
      once(async () => {
        const answer = await store.asking("/api/v1/desk/rehearsal/end", {
          method: "POST",
          body: { keep: what },
          ifMatch: revision.peek(),
        });
        if (!answer.ok) problem.value = answer.problem;
        else {
          unsaved.value = false;
          deviceStorage.write(KEPT, undefined);
        }
        return answer.ok;
      }),
  };
}

/** What a PUT answers carries the cursor of its entry as well. */
function eventIn(body: DeskEvent & { cursor?: unknown }): DeskEvent {
  const { cursor: _, ...event } = body;
  return event;
}

function readKept(): Kept | undefined {
  try {
    const kept = JSON.parse(deviceStorage.read(KEPT) ?? "null");
    // Another version of this page may have kept another form.
    return kept?.form?.hours === undefined || kept.base?.policies === undefined ? undefined : kept;
  } catch {
    return undefined;
  }
}

const setups = new WeakMap<DeskStore, EventSetup>();

/** One for each desk: leaving the page and coming back finds everything as it was. */
export function eventSetupOf(store: DeskStore): EventSetup {
  const setup = setups.get(store) ?? createEventSetup(store);
  setups.set(store, setup);
  return setup;
}
