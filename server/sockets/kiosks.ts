/**
 * The screens' namespace, `/kiosk`: what readers get, and besides what each screen is to be and to do.
 *
 * - A screen is known by its token, from this node's memory: it comes in while the store is away.
 * - All that are here are looked at again when something about screens changes, and every ten seconds besides.
 */
import type { Namespace } from "socket.io";
import type { FanOut } from "../feed/fan-out.ts";
import type { HelloParts } from "../feed/hello.ts";
import type { Replica } from "../feed/replica.ts";
import type { KioskWall } from "../kiosks/kiosk-wall.ts";
import type { KioskTwins } from "../kiosks/twins.ts";
import type { CommandRecord } from "../store/kiosks.ts";
import { type KioskDoor, KioskSession } from "./kiosk-session.ts";

const RECHECK_MS = 10_000;
/** Between two looks whether a token is a day old. */
const TOKENS_MS = 600_000;

export interface ScreensParts extends HelloParts {
  readonly replica: Replica;
  readonly fanOut: FanOut;
  readonly door: KioskDoor;
  readonly wall: Pick<KioskWall, "joined" | "left" | "told">;
  readonly twins: Pick<KioskTwins, "joined" | "left">;
  /** Reads anew what this node knows of screens, for the look of every ten seconds. */
  readonly refresh: () => Promise<void>;
  readonly recheckMs?: number | undefined;
}

/** Every screen that is connected to this node. */
export class Screens {
  readonly #parts: ScreensParts;
  readonly #here = new Set<KioskSession>();
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(namespace: Namespace, parts: ScreensParts) {
    this.#parts = parts;
    namespace.on("connection", (socket) => {
      const session = new KioskSession(socket, parts);
      socket.on("disconnect", () => this.#left(session));
      void session.begin().then((isIn) => {
        if (isIn && socket.connected) this.#joined(session);
      });
    });
  }

  start(): void {
    this.#timers.push(
      setInterval(() => void this.#recheck(), this.#parts.recheckMs ?? RECHECK_MS),
      setInterval(() => this.#forAll((session) => session.renewToken()), TOKENS_MS),
    );
  }

  /** Sends everybody elsewhere, each after a moment of its own. */
  dismiss(spreadMs: number, random: () => number): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const session of [...this.#here]) session.refuse("shutting_down", Math.floor(random() * spreadMs));
  }

  /** Something about these has changed. */
  changed(ids: readonly string[]): void {
    const which = new Set(ids);
    for (const session of [...this.#here]) if (which.has(session.kioskId)) session.changed();
  }

  /** What the event says of all of them: hours, zones, halls. */
  eventChanged(): void {
    for (const session of [...this.#here]) session.changed();
  }

  /** Somebody told screens to do something: what is open now. */
  commanded(records: readonly CommandRecord[]): void {
    for (const session of [...this.#here]) session.command(async () => records);
  }

  #joined(session: KioskSession): void {
    this.#here.add(session);
    this.#parts.wall.joined(session.kioskId);
    this.#parts.twins.joined(session);
    void session.renewToken();
    this.#catchUp(session);
  }

  #left(session: KioskSession): void {
    if (!this.#here.delete(session)) return;
    this.#parts.wall.left(session.kioskId);
    this.#parts.twins.left(session);
  }

  async #recheck(): Promise<void> {
    await this.#parts.refresh().catch(() => {});
    for (const session of [...this.#here]) session.changed();
    // What could not be said while the store was away.
    this.#forAll((session) => session.useToken());
    for (const session of [...this.#here]) if (!session.isCaughtUp) this.#catchUp(session);
  }

  #catchUp(session: KioskSession): void {
    session.command(() => this.#parts.door.newestCommands());
  }

  #forAll(work: (session: KioskSession) => Promise<void>): void {
    for (const session of [...this.#here]) void work(session);
  }
}
