/** One socket of a screen: who it is, what it is told to be and to do, what it says that it has shown. */
import { randomUUID } from "node:crypto";
import type { Socket } from "socket.io";
import { hashOf } from "../accounts/secrets.ts";
import type { KioskConfig } from "../contract/kiosk.ts";
import { healthSchema, type KioskAuth, kioskAuthSchema } from "../contract/kiosk-socket.ts";
import type { RefusalCode } from "../contract/refusals.ts";
import { PROTOCOL_VERSION } from "../contract/version.ts";
import { helloOf } from "../feed/hello.ts";
import type { Kiosks } from "../kiosks/kiosks.ts";
import type { Receipts } from "../kiosks/receipts.ts";
import type { ScreenConnection } from "../kiosks/twins.ts";
import { StoreFailure } from "../store/feed-log.ts";
import type { CommandRecord, KioskRecord } from "../store/kiosks.ts";
import { type CommandDoor, CommandTeller } from "./command-teller.ts";
import { answerCursor } from "./cursor-answer.ts";
import { isSaid as isOfTheDesk } from "./desk-rights.ts";
import type { ScreensParts } from "./kiosks.ts";
import { MessageRate } from "./message-rate.ts";
import { type Answer, acknowledge, no, refuseSocket, UNKNOWN_EVENT } from "./replies.ts";
import { KIOSK_PACKETS, SocketReader } from "./socket-reader.ts";

const RETRY_MS = 2_000;

/** What a screen may say, beside what every reader may. */
const SAID = new Set(["clock", "attendance", "receipts", "health"]);

export interface KioskDoor extends CommandDoor {
  /** Whose token this is the hash of. Throws where the store cannot be asked and this node does not know. */
  find(tokenHash: string): Promise<KioskRecord | undefined>;
  /** As it is now; undefined where nobody with this token is let in any more. */
  look(id: string, tokenHash: string): KioskRecord | RefusalCode;
  config(kiosk: KioskRecord, feedUrl: string): KioskConfig;
  /** What links of ours start with, as this socket came to us. */
  feedUrl(socket: Socket): string;
  readonly kiosks: Pick<Kiosks, "use" | "renew">;
  readonly receipts: Pick<Receipts, "take">;
  /** Those whose time is not over, oldest first. */
  newestCommands(): Promise<readonly CommandRecord[]>;
  readonly log: { error(fields: object, message: string): void };
}

export class KioskSession implements ScreenConnection {
  readonly id = randomUUID();
  readonly #socket: Socket;
  readonly #parts: ScreensParts;
  readonly #rate = new MessageRate(performance.now());
  readonly #commands: CommandTeller;
  #kiosk: KioskRecord | undefined;
  #tokenHash = "";
  #config = "";
  #isUsed = false;

  constructor(socket: Socket, parts: ScreensParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#commands = new CommandTeller({
      socket,
      door: parts.door,
      kiosk: () => this.#kiosk,
      tryInStore: (work) => this.#tryInStore(work),
    });
  }

  get kioskId(): string {
    return this.#kiosk?.id ?? "";
  }

  /** Whether it was let in. */
  async begin(): Promise<boolean> {
    const auth = kioskAuthSchema.safeParse(this.#socket.handshake.auth);
    if (!auth.success) return this.#refuse("invalid", auth.error.issues[0]?.message);
    if (auth.data.protocol !== PROTOCOL_VERSION) return this.#refuse("unsupported_protocol");
    if (!this.#parts.replica.loaded) return this.#refuse("not_loaded");
    this.#tokenHash = hashOf(auth.data.token);
    const kiosk = await this.#find();
    if (!this.#socket.connected) return false;
    if (kiosk === "unavailable") return this.#refuse("redis_unavailable");
    if (kiosk === undefined) return this.#refuse("kiosk_unknown");
    this.#kiosk = kiosk;
    this.#listen();
    this.#socket.emit("hello", helloOf(this.#parts));
    this.changed();
    if (!this.#socket.connected) return false;
    await this.#answer(auth.data);
    return this.#socket.connected;
  }

  /** [KX2] A screen whose token nobody can look up now is not told that it opens nothing: it would forget it. */
  async #find(): Promise<KioskRecord | undefined | "unavailable"> {
    try {
      return await this.#parts.door.find(this.#tokenHash);
    } catch (error) {
      if (!(error instanceof StoreFailure))
        this.#parts.door.log.error({ connection: this.#socket.id, error }, "a screen could not be found");
      return "unavailable";
    }
  }

  async #answer({ cursor }: KioskAuth): Promise<void> {
    const reader = new SocketReader(this.#socket, KIOSK_PACKETS);
    this.#socket.on("disconnect", () => this.#parts.fanOut.leave(reader));
    const refusal = await answerCursor(this.#socket, reader, cursor, this.#parts);
    if (refusal !== undefined) this.#refuse(refusal);
  }

  /** What is set of it may be another; it may not be let in any more. */
  changed(): void {
    const { door } = this.#parts;
    const found = door.look(this.kioskId, this.#tokenHash);
    if (typeof found === "string") {
      this.#refuse(found);
      return;
    }
    this.#kiosk = found;
    const config = door.config(found, door.feedUrl(this.#socket));
    const text = JSON.stringify(config);
    if (text === this.#config) return;
    this.#config = text;
    this.#socket.emit("kiosk", config);
  }

  /** [K5] Says that its token is in use. */
  async useToken(): Promise<void> {
    if (this.#isUsed) return;
    await this.#tryInStore(async () => {
      await this.#parts.door.kiosks.use(this.kioskId, this.#tokenHash);
      this.#isUsed = true;
    });
  }

  /** [K6] Hands it a newer one when it is time. */
  async renewToken(): Promise<void> {
    await this.useToken();
    await this.#tryInStore(async () => {
      const token = await this.#parts.door.kiosks.renew(this.kioskId, this.#tokenHash);
      if (token !== undefined && this.#socket.connected) this.#socket.emit("token", { token });
    });
  }

  /** Whether it was told what it had missed. */
  get isCaughtUp(): boolean {
    return this.#commands.isCaughtUp;
  }

  command(newest: () => Promise<readonly CommandRecord[]>): void {
    this.#commands.tell(newest);
  }

  /** Its page answers Engine.IO's own ping, whatever it is. */
  isAlive(withinMs: number): Promise<boolean> {
    const conn = this.#socket.conn as unknown as NodeJS.EventEmitter & { sendPacket(type: string): void };
    return new Promise((resolve) => {
      const end = (isAlive: boolean) => {
        clearTimeout(timer);
        conn.off("heartbeat", heard);
        resolve(isAlive);
      };
      const heard = () => end(true);
      const timer = setTimeout(() => end(false), withinMs);
      conn.once("heartbeat", heard);
      conn.sendPacket("ping");
    });
  }

  drop(): void {
    this.#socket.disconnect(true);
  }

  refuse(code: RefusalCode, retryAfterMs: number = RETRY_MS): void {
    refuseSocket(this.#socket, code, { retryAfterMs });
  }

  #refuse(code: RefusalCode, message?: string): false {
    refuseSocket(this.#socket, code, { message, retryAfterMs: RETRY_MS });
    return false;
  }

  #listen(): void {
    this.#socket.use(([event, ...given], next) => {
      const verdict = this.#rate.take(performance.now());
      if (verdict === "taken" && SAID.has(event as string)) return next();
      if (verdict !== "taken") acknowledge(given, no("too_many_requests"));
      else acknowledge(given, isOfTheDesk(event) ? no("forbidden") : UNKNOWN_EVENT);
      if (verdict === "close") this.#refuse("too_many_requests");
    });
    this.#socket.on("clock", (...given: unknown[]) => {
      acknowledge(given, { serverAt: new Date(this.#parts.serverNowMs()).toISOString() });
    });
    // A screen stands where it stands, and is nobody's audience.
    this.#socket.on("attendance", (...given: unknown[]) => acknowledge(given, { ok: true }));
    this.#socket.on("health", (...given: unknown[]) => acknowledge(given, this.#health(given[0])));
    this.#socket.on("receipts", (...given: unknown[]) => {
      void this.#receipts(given[0]).then((reply) => acknowledge(given, reply));
    });
  }

  #health(given: unknown): Answer {
    const health = healthSchema.safeParse(given);
    if (!health.success) return no("invalid", "health is an object");
    this.#parts.wall.told(this.kioskId, health.data);
    return { ok: true };
  }

  async #receipts(given: unknown): Promise<Answer> {
    try {
      return { ...(await this.#parts.door.receipts.take(this.kioskId, given)) };
    } catch (error) {
      this.#parts.door.log.error({ connection: this.#socket.id, error }, "receipts could not be taken");
      return no("internal");
    }
  }

  /** What cannot be done while the store is away is done when this node looks again. */
  async #tryInStore(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof StoreFailure))
        this.#parts.door.log.error({ connection: this.#socket.id, error }, "a screen could not be served");
    }
  }
}
