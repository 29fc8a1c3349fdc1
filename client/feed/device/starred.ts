/**
 * The sessions that a reader follows, kept on the device with what they are, so that they are known without
 * the programme. No server is told of them but for web push, and then by the reader's own wish.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Session } from "../../../server/contract/programme.ts";
import { deviceStorage } from "../../shared/held/device-storage.ts";

const NAME = "starred";
/** More than anybody can attend, and as many as the server takes for push. */
export const MOST_STARRED = 500;

export interface Starred {
  /** By id; in the order in which they were starred. */
  readonly sessions: ReadonlySignal<ReadonlyMap<string, Session>>;
  has(id: string | undefined): boolean;
  toggle(session: Session): void;
  /** The programme has changed: what is starred is now this. Those not among them stay as they were. */
  renew(sessions: readonly Session[]): void;
  forgetAll(): void;
  /** Reads what the device kept, and follows what other tabs star. */
  start(): void;
}

export function createStarred(): Starred {
  const sessions = signal<ReadonlyMap<string, Session>>(new Map());

  function keep(next: ReadonlyMap<string, Session>): void {
    sessions.value = next;
    deviceStorage.write(NAME, next.size === 0 ? undefined : JSON.stringify([...next.values()]));
  }

  return {
    sessions,
    has: (id) => id !== undefined && sessions.value.has(id),
    toggle(session) {
      const next = new Map(sessions.peek());
      if (!next.delete(session.id) && next.size < MOST_STARRED) next.set(session.id, session);
      keep(next);
    },
    renew(known) {
      const changed = known.filter((session) => sessions.peek().has(session.id));
      if (changed.length === 0) return;
      keep(new Map([...sessions.peek(), ...changed.map((session) => [session.id, session] as const)]));
    },
    forgetAll: () => keep(new Map()),
    start() {
      sessions.value = readKept();
      addEventListener("storage", ({ key }) => {
        if (key === null || key.endsWith(`.${NAME}`)) sessions.value = readKept();
      });
    },
  };
}

function readKept(): ReadonlyMap<string, Session> {
  try {
    const kept: unknown = JSON.parse(deviceStorage.read(NAME) ?? "[]");
    const read = Array.isArray(kept) ? (kept as Session[]) : [];
    return new Map(read.filter(({ id }) => typeof id === "string").map((session) => [session.id, session]));
  } catch {
    return new Map();
  }
}
