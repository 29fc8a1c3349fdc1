/** A server of the world: the real node without HTTP and sockets, whose readers come over simulated wires. */
import type { Cursor } from "../../server/contract/feed.ts";
import type { Actor } from "../../server/contract/people.ts";
import { Announcements } from "../../server/desk/announcements.ts";
import { EventDesk } from "../../server/desk/event.ts";
import { RedisClock } from "../../server/feed/clock.ts";
import { Directory } from "../../server/feed/directory.ts";
import { FanOut, type Reader } from "../../server/feed/fan-out.ts";
import { FollowedDirectory } from "../../server/feed/followed-directory.ts";
import type { Outgoing } from "../../server/feed/outgoing.ts";
import { Replica } from "../../server/feed/replica.ts";
import { Tail } from "../../server/feed/tail.ts";
import { ClockWatch } from "../../server/schedule/clock-watch.ts";
import { DuePublisher } from "../../server/schedule/due-publisher.ts";
import { SERVER_GRACE_MS, Sweep } from "../../server/schedule/sweep.ts";
import { answerCursor } from "../../server/sockets/cursor-answer.ts";
import { Line, SimulatedFollower } from "./line.ts";
import { SimulatedStore } from "./store.ts";
import { Process } from "./time.ts";
import type { Wire } from "./wire.ts";
import type { World } from "./world.ts";

const actor: Actor = { id: "server", role: "moderator", name: "server" };

/** What a server tells a device. */
export interface Told {
  hello(raw: object): void;
  frame(json: string): void;
  snapshot(json: string): void;
  refused(raw: object): void;
}

class Session implements Reader {
  epoch = "";
  sentUpTo = -1;
  connected = true;
  readonly #wire: Wire;
  readonly #told: Told;

  constructor(wire: Wire, told: Told) {
    this.#wire = wire;
    this.#told = told;
  }

  give({ message }: Outgoing): boolean {
    const { kind, json } = message;
    this.#wire.send("device", () => this.#told[kind](json), json.length);
    return this.#wire.queuedBytes === 0;
  }

  say(kind: "hello" | "refused", raw: object): void {
    this.#wire.send("device", () => this.#told[kind](raw));
  }

  get queuedBytes(): number {
    // A small one counts as a full one: the world's announcements are short.
    return this.#wire.queuedBytes * 200;
  }

  get takenBytes(): number {
    return this.#wire.takenBytes;
  }

  cut(): void {
    this.#wire.end();
  }

  dismiss(retryAfterMs: number): void {
    this.say("refused", { code: "shutting_down", action: "retry", retryAfterMs });
  }
}

export class ServerProcess {
  readonly name: string;
  readonly #world: World;
  process: Process;
  line: Line;
  #skewMs = 0;
  replica: Replica | undefined;
  announcements: Announcements | undefined;
  events: EventDesk | undefined;
  #fanOut: FanOut | undefined;
  clock: RedisClock | undefined;
  directory: Directory | undefined;
  store: SimulatedStore | undefined;
  readonly #wires = new Set<Wire>();

  constructor(world: World, name: string) {
    this.#world = world;
    this.name = name;
    this.process = new Process(name);
    this.line = this.#newLine();
  }

  #newLine(): Line {
    const { time, dice, redis, weather } = this.#world;
    return new Line({ time, dice, redis, weather, process: this.process, nowMs: () => this.nowMs() });
  }

  /** By the clock of its machine. */
  nowMs = (): number => Math.floor(this.#world.time.now + this.#skewMs);

  set skewMs(ms: number) {
    this.#skewMs = ms;
  }

  get skewMs(): number {
    return this.#skewMs;
  }

  get isUp(): boolean {
    return this.replica !== undefined;
  }

  start(): void {
    this.process = new Process(this.name);
    const { state } = this.line;
    this.line = this.#newLine();
    this.line.state = state;
    this.#world.time.after(this.process, 0, () => void this.#open(this.process));
  }

  async #open(process: Process): Promise<void> {
    const { line } = this;
    const { alarm, log, parts } = this.#world;
    const store = new SimulatedStore(line);
    const clock = new RedisClock(this.nowMs);
    const nowMs = () => clock.nowMs();
    const watch = new ClockWatch({ store, clock, now: this.nowMs });
    const directory = new Directory(store);
    const replica = new (parts.replica ?? Replica)(store, nowMs);
    new FollowedDirectory(directory, replica);
    const fanOut = new FanOut(replica);
    const follower = new SimulatedFollower(line);
    const tail = new (parts.tail ?? Tail)({
      follower: parts.follower?.(follower) ?? follower,
      store,
      replica,
    });
    const announcements = new (parts.announcements ?? Announcements)({
      store,
      directory,
      clock,
      alarm: alarm(line),
    });
    const publisher = new DuePublisher({ announcements, store, clock, actor, log });
    const sweep = new Sweep({ publisher, clock, graceMs: SERVER_GRACE_MS, log });
    try {
      await watch.measure();
      await directory.refresh();
    } catch {
      // It ends, and is started again.
      process.isGone = true;
      this.#world.again(() => this.start());
      return;
    }
    for (const part of [tail, fanOut, watch, sweep]) part.start();
    Object.assign(this, { replica, announcements, clock, directory, store });
    this.#fanOut = fanOut;
    this.events = new EventDesk({ store, directory });
  }

  /** Killed; its devices are told by their machines, or hear nothing more. */
  crash(isSilent: boolean): void {
    this.process.isGone = true;
    this.replica = undefined;
    this.#fanOut = undefined;
    for (const wire of this.#wires) {
      if (isSilent) wire.fallSilent();
      else wire.end();
    }
    this.#wires.clear();
  }

  /** A device comes. */
  welcome(wire: Wire, told: Told, cursor: Cursor | undefined): Session | undefined {
    const session = new Session(wire, told);
    const { replica } = this;
    const fanOut = this.#fanOut;
    this.#wires.add(wire);
    wire.onEnd("server", () => {
      session.connected = false;
      this.#wires.delete(wire);
      fanOut?.leave(session);
    });
    if (replica === undefined || fanOut === undefined || !replica.loaded) {
      this.#refuse(wire, session, "not_loaded");
      return undefined;
    }
    const { stale } = replica;
    const hello = { protocol: 1, serverAt: new Date(this.clock!.nowMs()).toISOString(), rehearsal: false };
    session.say("hello", stale ? { ...hello, stale } : hello);
    void answerCursor(session, session, cursor, { replica, fanOut }).then((code) => {
      if (code !== undefined) this.#refuse(wire, session, code);
    });
    return session;
  }

  #refuse(wire: Wire, session: Session, code: string): void {
    const { time, dice } = this.#world;
    session.say("refused", { code, action: "retry", retryAfterMs: 1_000 + dice.whole(2_000) });
    time.after(this.process, 50, () => wire.end("server"));
  }
}
