/**
 * The desk's namespace: colleagues hear of each change as it is made, of who writes what, of how many read,
 * and of what is wrong. Ids and states only; whoever may read the text asks for it.
 *
 * - Who sits at a desk is looked up when it comes, at once when anything is done to their account or token,
 *   and every ten seconds besides. Who may not be here any more is told, and the connection is closed.
 * - While the store is away nobody new is let in and nobody is put out; all are looked up when it is back.
 */
import type { Namespace } from "socket.io";
import type { KiosksMessage, ShownMessage } from "../contract/desk-kiosk.ts";
import type { Changed, DeskAlarm, DeskHello, DeskStats, Presence } from "../contract/socket.ts";
import { PROTOCOL_VERSION } from "../contract/version.ts";
import type { AuditNote } from "../core/change.ts";
import { instant } from "../core/record.ts";
import type { Bulletin } from "../store/bulletin.ts";
import { DeskEditing } from "./desk-editing.ts";
import { type HeardEvent, heardRights } from "./desk-rights.ts";
import { type DeskDoor, DeskSession } from "./desk-session.ts";

const RECHECK_MS = 10_000;
const POLICIES_MS = 500;
/** Windows of one account or token at a node: more are no person's, and each is told of all the others. */
export const WINDOWS_MOST = 100;

export interface DeskParts {
  readonly door: DeskDoor;
  readonly bulletin: Bulletin;
  readonly serverNowMs: () => number;
  /** Kinds that nobody may publish alone, as this node knows them now. */
  readonly twoPersonApproval: () => readonly string[];
  /** On how many screens the newest announcements have been, for whoever has just come. */
  readonly shown?: () => ShownMessage;
  readonly recheckMs?: number | undefined;
}

/** What each event carries. */
interface Heard {
  hello: DeskHello;
  changed: Changed;
  presence: Presence;
  stats: DeskStats;
  alarms: readonly DeskAlarm[];
  alarm: DeskAlarm;
  kiosks: KiosksMessage;
  shown: ShownMessage;
}

/** What the desk is told of an entry of the audit; undefined where it is not about an announcement. */
export function changedBy(note: AuditNote): Changed | undefined {
  const { announcementId, revision, to, byName } = note;
  if (announcementId === undefined || revision === undefined || to === undefined) return undefined;
  return { announcementId, revision, state: to, by: byName };
}

/** Every desk that is connected to this node. */
export class Desks {
  readonly #parts: DeskParts;
  readonly #editing: DeskEditing;
  /** All that are open, and those of them that were let in. */
  readonly #open = new Set<DeskSession>();
  readonly #present = new Set<DeskSession>();
  readonly #timers: NodeJS.Timeout[] = [];
  #policies: string;
  #stats: DeskStats | undefined;
  #alarms: readonly DeskAlarm[] = [];

  constructor(namespace: Namespace, parts: DeskParts) {
    this.#parts = parts;
    this.#policies = JSON.stringify(parts.twoPersonApproval());
    this.#editing = new DeskEditing({
      bulletin: parts.bulletin,
      serverNowMs: parts.serverNowMs,
      onChange: (presence) => this.#tell("presence", presence),
    });
    namespace.on("connection", (socket) => {
      const session = new DeskSession(socket, {
        door: parts.door,
        editing: this.#editing,
        onPerson: () => this.#welcome(session),
        onLeft: () => {
          this.#open.delete(session);
          this.#present.delete(session);
        },
      });
      this.#open.add(session);
      void session.begin();
    });
  }

  /** Windows that were let in. */
  get size(): number {
    return this.#present.size;
  }

  start(): void {
    this.#editing.start();
    this.#timers.push(
      setInterval(() => this.recheck(), this.#parts.recheckMs ?? RECHECK_MS),
      setInterval(() => this.#tellPolicies(), POLICIES_MS),
    );
  }

  /** Sends everybody elsewhere, each after a moment of its own. */
  stop(spreadMs: number, random: () => number): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const session of [...this.#open]) session.refuse("shutting_down", Math.floor(random() * spreadMs));
    this.#editing.stop();
  }

  /** An entry of the audit: what changed is told, and whom it is about is looked up again at once. */
  noted(note: AuditNote): void {
    const changed = changedBy(note);
    if (changed !== undefined) this.#tell("changed", changed);
    const { about } = note;
    if (about !== undefined) this.#lookAgain((session) => session.isAbout(about));
  }

  /** Looks up everybody again. */
  recheck(): void {
    this.#lookAgain(() => true);
  }

  /** The store serves: whoever could not be looked up is looked up now. */
  recheckUnsure(): void {
    this.#lookAgain((session) => session.isUnsure);
  }

  stats(stats: DeskStats): void {
    this.#stats = stats;
    this.#tell("stats", stats);
  }

  /** All that hold, on every change of them, and the one that begins with it. */
  alarms(all: readonly DeskAlarm[], begun?: DeskAlarm): void {
    this.#alarms = all;
    if (begun !== undefined) this.#tell("alarm", begun);
    this.#tell("alarms", all);
  }

  /** Screens that changed, or are there no more. */
  kiosks(changed: KiosksMessage): void {
    this.#tell("kiosks", changed);
  }

  /** Announcements that have been on more screens. */
  shown(changed: ShownMessage): void {
    this.#tell("shown", changed);
  }

  #lookAgain(whom: (session: DeskSession) => boolean): void {
    for (const session of this.#open) if (whom(session)) void session.look();
  }

  /** A newcomer is told everything; whose role or name changed, that: `hello` says the role. */
  #welcome(session: DeskSession): void {
    const isNew = !this.#present.has(session);
    if (isNew && this.#windowsOf(session.actorId) >= WINDOWS_MOST) {
      session.refuse("too_many_requests");
      return;
    }
    this.#hello(session);
    if (!isNew) return;
    this.#present.add(session);
    say(session, "presence", this.#editing.presence);
    if (this.#stats !== undefined) say(session, "stats", this.#stats);
    say(session, "alarms", this.#alarms);
    const shown = this.#parts.shown?.() ?? [];
    if (shown.length > 0) say(session, "shown", shown);
  }

  #windowsOf(actorId: string | undefined): number {
    let count = 0;
    for (const session of this.#present) if (session.actorId === actorId) count += 1;
    return count;
  }

  #hello(session: DeskSession): void {
    say(session, "hello", {
      protocol: PROTOCOL_VERSION,
      serverAt: instant(this.#parts.serverNowMs()),
      twoPersonApproval: [...this.#parts.twoPersonApproval()],
      ...(session.role === undefined ? {} : { role: session.role }),
    });
  }

  #tellPolicies(): void {
    const policies = JSON.stringify(this.#parts.twoPersonApproval());
    if (policies === this.#policies) return;
    this.#policies = policies;
    for (const session of this.#present) this.#hello(session);
  }

  #tell<E extends HeardEvent>(event: E, payload: Heard[E]): void {
    for (const session of this.#present) say(session, event, payload);
  }
}

const say = <E extends HeardEvent>(session: DeskSession, event: E, payload: Heard[E]): void =>
  session.tell(heardRights[event], event, payload);
