/**
 * Who edits what, over all nodes. Each node holds the claims of its own sockets and tells the others all of
 * them, on every change and every five seconds; a node that falls silent lets go.
 */
import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Presence } from "../contract/socket.ts";
import { type Claim, presenceOf } from "../core/desk-presence.ts";
import { parsedJson } from "../core/json-text.ts";
import type { Bulletin } from "../store/bulletin.ts";
import { Paced } from "./desk-paced.ts";

const RESEND_MS = 5_000;
/** A node not heard for so long is gone: within 15 s of its death, with the look that finds it. */
const TRUST_MS = 12_000;
const LOOK_MS = 1_000;
/** Changes at one node go to the others together where they come faster. */
const SEND_MS = 100;
/** And so do changes of the whole list to the desks. */
const TELL_MS = 250;

const claimSchema = z.object({
  socketId: z.string(),
  accountId: z.string(),
  who: z.string(),
  announcementId: z.string(),
  sinceMs: z.number(),
  takenAtMs: z.number().optional(),
});
/** From another node, maybe of another build: what is not understood is passed over. */
const messageSchema = z.object({
  node: z.string(),
  claims: z.array(claimSchema),
  /** A node that has just come, and wants to be told by the others. */
  asks: z.boolean().optional(),
});

export interface EditingParts {
  readonly bulletin: Bulletin;
  readonly serverNowMs: () => number;
  /** Called on every change, at once and at most every 250 ms. */
  readonly onChange: (presence: Presence) => void;
}

interface OtherNode {
  readonly claims: readonly Claim[];
  readonly heardAtMs: number;
}

export class DeskEditing {
  readonly #node = randomBytes(9).toString("base64url");
  readonly #parts: EditingParts;
  readonly #own = new Map<string, Claim>();
  readonly #others = new Map<string, OtherNode>();
  readonly #sending = new Paced(SEND_MS, () => this.#send());
  readonly #telling = new Paced(TELL_MS, () => this.#parts.onChange(this.presence));
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(parts: EditingParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#parts.bulletin.listen({
      onMessage: (message) => this.#hear(message),
      onConnected: () => this.#send({ asks: true }),
    });
    this.#timers.push(
      setInterval(() => this.#send(), RESEND_MS),
      setInterval(() => this.#forgetSilent(), LOOK_MS),
    );
  }

  /** Lets go of everything, and says so. */
  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#sending.stop();
    this.#telling.stop();
    this.#own.clear();
    this.#send();
    this.#parts.bulletin.close();
  }

  get presence(): Presence {
    return presenceOf([...this.#own.values(), ...[...this.#others.values()].flatMap(({ claims }) => claims)]);
  }

  /** A window has this one open for writing, and nothing else. */
  claim(claim: Omit<Claim, "sinceMs" | "takenAtMs">, takeOver: boolean): void {
    const held = this.#own.get(claim.socketId);
    const before = held?.announcementId === claim.announcementId ? held : undefined;
    if (before !== undefined && before.who === claim.who && !takeOver) return;
    const nowMs = this.#parts.serverNowMs();
    this.#own.set(claim.socketId, {
      ...claim,
      sinceMs: before?.sinceMs ?? nowMs,
      takenAtMs: takeOver ? nowMs : before?.takenAtMs,
    });
    this.#changed();
  }

  letGo(socketId: string): void {
    if (this.#own.delete(socketId)) this.#changed();
  }

  /** What this window has open for writing. */
  claimOf(socketId: string): Claim | undefined {
    return this.#own.get(socketId);
  }

  #changed(): void {
    this.#sending.ask();
    this.#telling.ask();
  }

  #send(more: { asks?: true } = {}): void {
    const message = { node: this.#node, claims: [...this.#own.values()], ...more };
    this.#parts.bulletin.send(JSON.stringify(message));
  }

  #hear(text: string): void {
    const message = messageSchema.safeParse(parsedJson(text)).data;
    if (message === undefined || message.node === this.#node) return;
    const { node, claims, asks } = message;
    const before = this.#others.get(node)?.claims ?? [];
    this.#others.set(node, { claims, heardAtMs: performance.now() });
    if (asks) this.#sending.ask();
    if (JSON.stringify(before) !== JSON.stringify(claims)) this.#telling.ask();
  }

  #forgetSilent(): void {
    const nowMs = performance.now();
    for (const [node, { claims, heardAtMs }] of this.#others) {
      // What is not heard because nothing is heard here says nothing of the others.
      if (!this.#parts.bulletin.connected) this.#others.set(node, { claims, heardAtMs: nowMs });
      else if (nowMs - heardAtMs > TRUST_MS) {
        this.#others.delete(node);
        if (claims.length > 0) this.#telling.ask();
      }
    }
  }
}
