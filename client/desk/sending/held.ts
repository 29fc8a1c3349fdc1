/** What is held back, over reloads and in every window of this browser; and what may be done about it. */
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { deviceStorage } from "../../shared/held/device-storage.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { careWords } from "./care-words.ts";
import { type HeldLine, type HeldNote, heldLines, readNotes, withNote, worthKeeping } from "./held-list.ts";

const KEPT_AS = "desk.held";

export interface HeldDesk {
  readonly lines: readonly HeldLine[];
  readonly busy: string | undefined;
  readonly problem: { readonly id: string; readonly problem: Problem } | undefined;
  undo(line: HeldLine): void;
  sendNow(line: HeldLine): void;
  /** Read: it needs to be said no longer. */
  dismiss(line: HeldLine): void;
}

export function useHeld(store: DeskStore): HeldDesk {
  const notes = useSignal<readonly HeldNote[]>(readNotes(deviceStorage.read(KEPT_AS)));
  const late = useSignal<ReadonlySet<string>>(new Set());
  const busy = useSignal<string | undefined>(undefined);
  const problem = useSignal<HeldDesk["problem"]>(undefined);
  const lines = useComputed(() => {
    const { name, email } = store.who.value ?? {};
    const own = [name, email].filter((each) => each !== undefined);
    return heldLines(notes.value, store.items.all.value, late.value, store.now.value, own);
  });

  const keep = (next: readonly HeldNote[]) => {
    notes.value = next;
    deviceStorage.write(KEPT_AS, next.length === 0 ? undefined : JSON.stringify(next));
  };
  useSignalEffect(() => {
    const held = store.held.value;
    if (held === undefined) return;
    keep(withNote(worthKeeping(notes.peek(), late.peek(), store.now.peek()), held));
    store.held.value = undefined;
  });
  useEffect(() => {
    const follow = () => {
      notes.value = readNotes(deviceStorage.read(KEPT_AS));
    };
    addEventListener("storage", follow);
    return () => removeEventListener("storage", follow);
  }, []);

  /** Answers whether it was done; too late is no fault, and is said as what it is. */
  async function move(line: HeldLine, name: "unschedule" | "publish", said: string): Promise<void> {
    if (busy.peek() !== undefined) return;
    busy.value = line.id;
    problem.value = undefined;
    const answer = await store.asking<DeskAnnouncement>(`/api/v1/desk/announcements/${line.id}/${name}`, {
      method: "POST",
    });
    busy.value = undefined;
    if (answer.ok) {
      keep(notes.peek().filter(({ id }) => id !== line.id));
      store.items.put(answer.body);
      store.said.value = said;
    } else if (answer.problem.status === 409 && (await isOut(line.id))) {
      if (name === "unschedule") late.value = new Set([...late.peek(), line.id]);
    } else problem.value = { id: line.id, problem: answer.problem };
  }

  async function isOut(id: string): Promise<boolean> {
    const answer = await store.asking<DeskAnnouncement>(`/api/v1/desk/announcements/${id}`);
    if (!answer.ok) return false;
    store.items.put(answer.body);
    return answer.body.publishedAt !== undefined;
  }

  return {
    lines: lines.value,
    busy: busy.value,
    problem: problem.value,
    undo: (line) => void move(line, "unschedule", careWords.value.undone),
    sendNow: (line) => void move(line, "publish", careWords.value.sent),
    dismiss: ({ id }) => {
      late.value = new Set([...late.peek()].filter((other) => other !== id));
      keep(notes.peek().filter((note) => note.id !== id));
    },
  };
}
