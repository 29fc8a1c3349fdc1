/**
 * Every screen as it is now, over all nodes. A node tells the others at once what changes at its own screens, and
 * keeps where each was seen last in the store, so that the desk knows it after all nodes were restarted.
 */
import { z } from "zod";
import { healthSchema, type KioskHealth } from "../contract/kiosk-socket.ts";
import { parsedJson } from "../core/json-text.ts";
import type { Bulletin } from "../store/bulletin.ts";
import type { KioskSightings, Sighting } from "../store/kiosk-sightings.ts";

/** Between two tellings of what has not changed: less than half of what it is trusted for. */
const AGAIN_MS = 10_000;
/** Changes at a screen are told together where they come faster. */
const CHANGES_MS = 300;

const sightingSchema = z.object({
  node: z.string(),
  atMs: z.number(),
  isConnected: z.boolean(),
  sinceMs: z.number(),
  health: healthSchema.optional(),
});
/** From another node, maybe of another build: what is not understood is passed over. */
const messageSchema = z.object({ seen: z.record(z.string(), sightingSchema) });

export interface KioskWallParts {
  readonly node: string;
  readonly sightings: KioskSightings;
  readonly bulletin: Bulletin;
  readonly nowMs: () => number;
  /** Screens of which something else is known now. */
  readonly onChange: (ids: readonly string[]) => void;
}

export class KioskWall {
  readonly #parts: KioskWallParts;
  readonly #seen = new Map<string, Sighting>();
  /** Connected here, each as often as it is. */
  readonly #own = new Map<string, number>();
  readonly #changed = new Set<string>();
  #again: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;

  constructor(parts: KioskWallParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#parts.bulletin.listen({
      onMessage: (message) => this.#hear(message),
      onConnected: () => void this.#read(),
    });
    this.#again = setInterval(() => void this.#sayAgain(), AGAIN_MS);
  }

  /** Its own screens were seen last now. */
  async stop(): Promise<void> {
    clearInterval(this.#again);
    clearTimeout(this.#soon);
    for (const id of this.#own.keys()) this.#note(id, { isConnected: false });
    this.#own.clear();
    await this.#say([...this.#changed]);
    this.#parts.bulletin.close();
  }

  sightingOf(id: string): Sighting | undefined {
    return this.#seen.get(id);
  }

  joined(id: string): void {
    this.#own.set(id, (this.#own.get(id) ?? 0) + 1);
    this.#note(id, { isConnected: true });
  }

  left(id: string): void {
    const left = (this.#own.get(id) ?? 1) - 1;
    if (left > 0) this.#own.set(id, left);
    else this.#own.delete(id);
    if (left <= 0) this.#note(id, { isConnected: false });
  }

  told(id: string, health: KioskHealth): void {
    this.#note(id, { isConnected: this.#own.has(id), health });
  }

  /** A screen that is on no list any more. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.#seen.delete(id);
    this.#parts.sightings.forget(ids).catch(() => {});
  }

  #note(id: string, now: Pick<Sighting, "isConnected"> & { health?: KioskHealth }): void {
    const { node, nowMs } = this.#parts;
    const atMs = nowMs();
    const before = this.#seen.get(id);
    const sinceMs = before?.isConnected === now.isConnected ? before.sinceMs : atMs;
    const { health = before?.health } = now;
    const seen = { node, atMs, isConnected: now.isConnected, sinceMs };
    this.#seen.set(id, health === undefined ? seen : { ...seen, health });
    this.#changed.add(id);
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      const ids = [...this.#changed];
      this.#parts.onChange(ids);
      void this.#say(ids);
    }, CHANGES_MS);
  }

  /** To the other nodes and to the store; where that is away, the next turn says it. */
  async #say(ids: readonly string[]): Promise<void> {
    this.#changed.clear();
    const seen = new Map(
      ids.flatMap((id) => (this.#seen.has(id) ? [[id, this.#seen.get(id)!] as const] : [])),
    );
    if (seen.size === 0) return;
    this.#parts.bulletin.send(JSON.stringify({ seen: Object.fromEntries(seen) }));
    await this.#parts.sightings.say(seen).catch(() => {});
  }

  async #sayAgain(): Promise<void> {
    const atMs = this.#parts.nowMs();
    for (const id of this.#own.keys()) this.#seen.set(id, { ...this.#seen.get(id)!, atMs });
    await this.#say([...this.#own.keys()]);
    await this.#read();
  }

  /** What others said while this node did not hear them. */
  async #read(): Promise<void> {
    const known = await this.#parts.sightings.all().catch(() => undefined);
    if (known !== undefined) this.#take(known);
  }

  #hear(text: string): void {
    const message = messageSchema.safeParse(parsedJson(text)).data;
    if (message !== undefined)
      this.#take(new Map(Object.entries(message.seen)) as ReadonlyMap<string, Sighting>);
  }

  #take(known: ReadonlyMap<string, Sighting>): void {
    const news: string[] = [];
    for (const [id, sighting] of known) {
      const held = this.#seen.get(id);
      if (this.#own.has(id)) {
        // Of a screen that is here nobody else knows better: who saw it go is told at once.
        if (!sighting.isConnected && sighting.node !== this.#parts.node)
          this.#note(id, { isConnected: true });
        continue;
      }
      if (held !== undefined && held.atMs >= sighting.atMs) continue;
      this.#seen.set(id, sighting);
      if (!isSameBut(held, sighting)) news.push(id);
    }
    if (news.length > 0) this.#parts.onChange(news);
  }
}

/** But for the instant. */
const isSameBut = (a: Sighting | undefined, b: Sighting): boolean =>
  a !== undefined && JSON.stringify({ ...a, atMs: 0 }) === JSON.stringify({ ...b, atMs: 0 });
