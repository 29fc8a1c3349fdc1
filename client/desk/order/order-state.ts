/** What people do in the running order, to one item or to several. The server decides; its answer is shown. */
import { batch, signal } from "@preact/signals";
import type { ComposerForm } from "../composer/composer-form.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskProps } from "../state/desk-props.ts";
import { type BulkOutcome, type BulkPlan, type BulkWish, endsAll, nothingYet, withAnswer } from "./bulk.ts";
import { duplicateForm } from "./duplicate.ts";
import { handsOn } from "./hands-on.ts";
import { headlineIn } from "./headline.ts";
import { writersOf } from "./marks.ts";
import { createOrderLines } from "./order-lines.ts";
import type { Hands, RowAction } from "./row-actions.ts";
import { type DeskItem, isSealed } from "./running-order.ts";
import { range, selectable, toggled } from "./selection.ts";
import { orderWords } from "./words.ts";

const ANNOUNCEMENTS = "/api/v1/desk/announcements";

export function createOrderState({ store, commands }: DeskProps) {
  const lines = createOrderLines(store);
  /** Whose time is being changed in its row. */
  const moving = signal<string | undefined>(undefined);
  const busy = signal<ReadonlySet<string>>(new Set());
  const faults = signal<ReadonlyMap<string, Problem>>(new Map());
  /** What a person must know before going on: stands above the list until it is put away. */
  const notice = signal("");
  const isSelecting = signal(false);
  const wish = signal<BulkWish | undefined>(undefined);
  const outcome = signal<BulkOutcome | undefined>(undefined);
  const isRunning = signal(false);

  const hands = (): Hands => ({
    may: store.may,
    name: store.who.value?.name ?? store.who.value?.email ?? store.who.value?.id,
  });

  function fault(id: string, problem: Problem | undefined): void {
    if (problem === undefined && !faults.peek().has(id)) return;
    const next = new Map(faults.peek());
    if (problem === undefined) next.delete(id);
    else next.set(id, problem);
    faults.value = next;
  }

  /** With the revision that stood in the row, except to take something back: that needs no reading. */
  async function ask(item: DeskItem, move: string, body?: unknown): Promise<Problem | undefined> {
    const { id } = item;
    const isRead = !isSealed(item) && move !== "withdraw" && move !== "unschedule";
    busy.value = new Set(busy.peek()).add(id);
    fault(id, undefined);
    const request = body === undefined ? {} : { body };
    const answer = await store.asking<DeskItem>(`${ANNOUNCEMENTS}/${id}/${move}`, {
      method: "POST",
      ...request,
      ...(isRead ? { ifMatch: item.revision } : {}),
    });
    batch(() => {
      const left = new Set(busy.peek());
      left.delete(id);
      busy.value = left;
      if (answer.ok) {
        lines.release();
        store.items.put(answer.body);
      } else {
        fault(id, answer.problem);
        store.items.touch(id);
      }
    });
    return answer.ok ? undefined : answer.problem;
  }

  function open(id: string): void {
    store.open(id);
    store.part.value = "write";
  }

  /**
   * What was being written as new is never replaced: it is shown, and the person decides. The hands go there, so
   * that the list is free to follow what others do.
   */
  function startNew(change: Partial<ComposerForm>): void {
    store.open(undefined);
    store.part.value = "write";
    if (store.isDirty.peek() && Object.keys(change).length > 0) notice.value = orderWords.value.unsavedNew;
    else if (Object.keys(change).length > 0) store.edit(change);
    handsOn();
  }

  /** By the way that the composer sends: with its questions, and with seconds to undo it. */
  function sendNow(item: DeskItem): void {
    const holder = writersOf(store.presence.peek(), item.id, store.socketId()).find(({ holds }) => holds);
    store.open(item.id);
    if (holder !== undefined || store.isDirty.peek()) {
      notice.value =
        holder === undefined ? orderWords.value.unsavedThere : orderWords.value.writtenBy(holder.who);
      store.part.value = "write";
      return;
    }
    void commands.publish();
  }

  function act(action: RowAction, item: DeskItem): void {
    notice.value = "";
    if (action === "move") moving.value = item.id;
    else if (action === "cancel") void ask(item, "unschedule");
    else if (isSealed(item)) return;
    else if (action === "open") open(item.id);
    else if (action === "sendNow") sendNow(item);
    else if (action === "duplicate")
      startNew(duplicateForm(item, store.timeZone.peek(), store.language.peek(), store.now.peek()));
    else if (action === "withdraw")
      store.question.value = { ask: "withdraw", id: item.id, headline: headlineIn(store, item).headline };
    else void ask(item, action);
  }

  async function moveTo(id: string, atMs: number): Promise<void> {
    const item = store.items.all.peek().get(id);
    if (item === undefined) return;
    const problem = await ask(item, "schedule", { at: new Date(atMs).toISOString() });
    if (problem === undefined) moving.value = undefined;
  }

  /** One after the other, so that a refusal of one is known before the next; what could not be asked is said. */
  async function runBulk(plan: BulkPlan, { action }: BulkWish): Promise<void> {
    let sum = nothingYet(action);
    isRunning.value = true;
    for (const [at, step] of plan.steps.entries()) {
      const problem = await ask(step.item, step.ask, step.body);
      sum = withAnswer(sum, step.item.id, problem);
      if (problem === undefined || !endsAll(problem)) continue;
      sum = { ...sum, unasked: plan.steps.slice(at + 1).map(({ item }) => item.id) };
      break;
    }
    const done = new Set(sum.done);
    batch(() => {
      isRunning.value = false;
      wish.value = undefined;
      outcome.value = sum;
      lines.selected.value = new Set([...lines.selected.peek()].filter((id) => !done.has(id)));
      if (lines.selected.peek().size === 0) isSelecting.value = false;
    });
  }

  /** Where a range begins: what was chosen last. */
  let chosenLast: string | undefined;

  function choose(id: string, isRange: boolean): void {
    const { selected, shown } = lines;
    selected.value = isRange
      ? new Set([...selected.peek(), ...range(shown.peek(), chosenLast ?? id, id)])
      : toggled(selected.peek(), id);
    chosenLast = id;
    if (selected.peek().size > 0) isSelecting.value = true;
  }

  function chooseNone(): void {
    lines.selected.value = new Set();
    isSelecting.value = false;
  }

  return {
    store,
    lines,
    choose,
    chooseAll: (): void => {
      lines.selected.value = new Set(selectable(lines.shown.peek()));
    },
    chooseNone,
    select(isOn: boolean): void {
      if (isOn) isSelecting.value = true;
      else chooseNone();
    },
    /** What is chosen, as the server last had it. */
    chosen: (): DeskItem[] => [...lines.selected.value].flatMap((id) => store.items.all.value.get(id) ?? []),
    moving,
    busy,
    faults,
    notice,
    isSelecting,
    wish,
    outcome,
    isRunning,
    hands,
    fault,
    open,
    startNew,
    act,
    moveTo,
    runBulk,
  };
}

export type OrderState = ReturnType<typeof createOrderState>;
