/**
 * The server that a file's cases are sent to, and what must hold after each of them and after all: it lives, nothing
 * got out, nobody waited, nothing was kept.
 */
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { formFaults, type Hearer, leaksIn, secretsOf } from "../../scripts/fuzz/oracle.ts";
import { type Heard, type Sending, sendBytes } from "../../scripts/fuzz/wire/bytes.ts";
import { type HttpAnswer, readAnswers } from "../../scripts/fuzz/wire/http-answer.ts";
import { atRest, logFaults } from "../../scripts/fuzz/world/at-rest.ts";
import type { Memory } from "../../scripts/fuzz/world/inside-asked.ts";
import { openWorld, type World, type WorldWish } from "../../scripts/fuzz/world/world.ts";

/** Of the main thread's own time, with room for a machine on which everything takes longer. The strict one: `npm run fuzz`. */
const HOLD_MOST_MS = 400;
/** A few requests warm nothing up: this is for what grows without end. */
const GROWTH_MOST_BYTES = 25 * 1_048_576;

export interface Fire {
  readonly world: () => World;
  /** One request, one answer that is sound in form and gives nothing away. */
  readonly ask: (
    bytes: Buffer | string,
    hearer?: Partial<Hearer>,
    sending?: Partial<Sending>,
  ) => Promise<Told>;
  /** [HX5] What was heard on any connection. */
  readonly sound: (bytes: Buffer, hearer?: Partial<Hearer>) => void;
}

export interface Told {
  readonly status: number;
  readonly answer: HttpAnswer;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
  readonly heard: Heard;
}

export function underFire(wish: WorldWish = {}): Fire {
  let world: World;
  let before: Memory;
  beforeAll(async () => {
    world = await openWorld({ logLevel: "debug", ...wish });
    before = await world.inside("memory", {});
    await world.inside("worstHold", {});
  }, 120_000);
  afterEach(() => {
    expect(world.ended(), "[HX1] the server lives").toBeUndefined();
  });
  afterAll(async () => {
    try {
      const hold = await world.inside("worstHold", {});
      expect(hold.cpuMs, `[HX3] the worst hold, ${hold.wallMs} ms by the clock`).toBeLessThan(HOLD_MOST_MS);
      const after = await atRest(world);
      expect(after.heldBytes - before.heldBytes, "[HX4] bytes held").toBeLessThan(GROWTH_MOST_BYTES);
      expect(logFaults(world), "[HX5] the log").toEqual([]);
    } finally {
      await world.close();
    }
  }, 120_000);

  const sound = (bytes: Buffer, hearer: Partial<Hearer> = {}) => {
    const sees = { seesDrafts: false, seesEmbargoed: false, ...hearer };
    expect(leaksIn(bytes.toString(), secretsOf(world.known), sees), "[HX5] what was heard").toEqual([]);
  };
  const ask = async (
    bytes: Buffer | string,
    hearer: Partial<Hearer> = {},
    sending: Partial<Sending> = {},
  ): Promise<Told> => {
    const heard = await sendBytes([bytes], { patienceMs: 60_000, ...sending, port: world.port });
    const method = /^\w+/.exec(bytes.toString("latin1", 0, 20))?.[0] ?? "";
    const { answers } = readAnswers(heard.bytes, [method]);
    expect(answers, `one answer (${heard.end})`).toHaveLength(1);
    const answer = answers[0]!;
    sound(heard.bytes, hearer);
    const asked = { seesDrafts: false, seesEmbargoed: false, method, wantsPage: false };
    expect(formFaults(answer, asked), "[HX2] its form").toEqual([]);
    const isJson = /json/.test(answer.headers.get("content-type") ?? "") && answer.body.length > 0;
    return {
      status: answer.status,
      answer,
      json: isJson ? JSON.parse(answer.body.toString()) : undefined,
      heard,
    };
  };
  return { world: () => world, ask, sound };
}
