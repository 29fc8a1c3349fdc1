import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import type { DeskKiosk, KiosksMessage, ShownMessage } from "../../server/contract/desk-kiosk.ts";
import type { Frame, Snapshot } from "../../server/contract/feed.ts";
import { type KioskConfig, kioskConfigSchema } from "../../server/contract/kiosk.ts";
import { type KioskCommand, kioskCommandSchema } from "../../server/contract/kiosk-socket.ts";
import { helloSchema } from "../../server/contract/socket.ts";
import { TOKEN_DAY_MS } from "../../server/core/kiosk-tokens.ts";
import { RedisKiosks } from "../../server/store/redis-kiosks.ts";
import { type Desk, DeskBench } from "../support/desk-nodes.ts";

/** Two seconds are promised; a machine that builds may be busy. The look of every 10 s is switched off. */
const SOON_MS = 5_000;

const bench = new DeskBench();
let lead: string;

beforeAll(async () => {
  await bench.open(2);
  lead = (await bench.token("lead")).secret;
});
afterEach(() => bench.dropDesks());
afterAll(() => bench.close());

const ask = async (path: string, json?: unknown, method = json === undefined ? "GET" : "POST", at = 0) => {
  const answer = await fetch(`${bench.nodes[at]!.base}/api/v1/desk${path}`, {
    method,
    headers: { "content-type": "application/json", authorization: `Bearer ${lead}` },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: answers of several shapes
  return { status: answer.status, json: text === "" ? undefined : (JSON.parse(text) as any) };
};

const come = (token: string, at = 0): Promise<Desk> => welcomed(bench.kiosk({ token, at }));
const welcomed = async (kiosk: Desk): Promise<Desk> => {
  const answer = () => kiosk.last("snapshot") ?? kiosk.last("frame") ?? kiosk.last("refused");
  expect(await until(answer, "the first answer")).not.toHaveProperty("action");
  return kiosk;
};
const stateOf = async (id: string, at = 0): Promise<DeskKiosk> =>
  (await ask(`/kiosks/${id}`, undefined, "GET", at)).json;

describe("a screen comes", () => {
  test("hello, what it is to be, and one answer to its cursor; then what readers get", async () => {
    const { id, token } = await bench.screen({ zone: "east", languages: ["zh", "en"] });
    const kiosk = await come(token);
    expect(kiosk.got.slice(0, 3).map(([name]) => name)).toEqual(["hello", "kiosk", "snapshot"]);
    expect(helloSchema.parse(kiosk.last("hello"))).toMatchObject({ protocol: 1, rehearsal: false });
    expect(kioskConfigSchema.parse(kiosk.last("kiosk"))).toMatchObject({
      id,
      zone: "east",
      languages: ["zh", "en"],
    });
    const { cursor } = kiosk.last<Snapshot>("snapshot")!;
    const published = await bench.published("to screens too");
    const frame = await kiosk.told<Frame>("frame", ({ entries }) => entries.length > 0);
    expect(frame).toMatchObject({ after: cursor.offset, entries: [{ announcement: { id: published } }] });
    const again = bench.kiosk({ token, cursor, at: 1 });
    expect(await again.told<Frame>("frame")).toMatchObject({ after: cursor.offset, upTo: frame.upTo });
    const answer = await kiosk.socket.emitWithAck("clock");
    expect(Math.abs(Date.parse(answer.serverAt) - Date.now())).toBeLessThan(5_000);
    expect(await kiosk.socket.emitWithAck("attendance", { attendance: "in-person" })).toEqual({ ok: true });
  });

  test.for([
    [{ protocol: 1, token: "ffk_guessed" }, "kiosk_unknown", "stop"],
    [{ protocol: 1, token: "" }, "invalid", "stop"],
    [{ protocol: 1 }, "invalid", "stop"],
    [{ protocol: 1, token: "x".repeat(257) }, "invalid", "stop"],
    [{ protocol: 1, token: "x", role: "admin" }, "invalid", "stop"],
    [{ protocol: 1, token: "x", cursor: { epoch: "e", offset: -1 } }, "invalid", "stop"],
    [{ protocol: 2, token: "x" }, "unsupported_protocol", "reset"],
  ] as const)("with %j it is refused as %s, and hears nothing", async ([auth, code, action]) => {
    const kiosk = bench.kiosk({ auth });
    await kiosk.closed();
    expect(kiosk.got).toEqual([["refused", expect.objectContaining({ code, action })]]);
  });

  test("[KX2] at a node that has just looked, a token that is younger than its look lets in", async () => {
    for (let round = 0; round < 5; round += 1) {
      const guessed = bench.kiosk({ token: "ffk_guessed", at: 1 });
      await guessed.told("refused");
      const { id, token } = await bench.screen();
      expect((await come(token, 1)).last("kiosk")).toMatchObject({ id });
    }
  });

  test("the token of a program or a person's cookie is no screen's", async () => {
    const kiosk = bench.kiosk({ token: lead });
    expect(await kiosk.told("refused")).toMatchObject({ code: "kiosk_unknown" });
  });

  test("one that was paired a moment ago at another node is let in at once", async () => {
    const { token } = await bench.screen({}, 1);
    await come(token, 0);
  });
});

describe("what is set of it", () => {
  test("reaches it at once, at whichever node it is", async () => {
    const { id, token } = await bench.screen();
    const kiosk = await come(token, 1);
    await ask(`/kiosks/${id}`, { layout: "door", name: "Hall 2, door" }, "PATCH");
    const told = await kiosk.told<KioskConfig>("kiosk", ({ layout }) => layout === "door", SOON_MS);
    expect(told.name).toBe("Hall 2, door");
  });

  test("so do blackouts, and the hours of the event", async () => {
    const { token } = await bench.screen({ zone: "hall-2" });
    const kiosk = await come(token, 1);
    const span = { startsAt: "2099-01-01T10:00:00Z", endsAt: "2099-01-01T11:00:00Z" };
    const { json } = await ask("/blackouts", { zone: "east", ...span });
    const told = await kiosk.told<KioskConfig>("kiosk", ({ blackouts }) => blackouts.length === 1, SOON_MS);
    expect(told.blackouts[0]!.id).toBe(json.id);
    await ask(`/blackouts/${json.id}`, undefined, "DELETE");
    await until(() => kiosk.last<KioskConfig>("kiosk")!.blackouts.length === 0, "the end of it", SOON_MS);
  });

  test("[P7] a removed screen hears nothing more within two seconds, on every node", async () => {
    const { id, token } = await bench.screen();
    const other = await bench.screen();
    const [kiosk, stays] = [await come(token, 1), await come(other.token, 1)];
    const from = performance.now();
    expect((await ask(`/kiosks/${id}`, undefined, "DELETE")).status).toBe(204);
    await kiosk.closed(SOON_MS);
    expect(performance.now() - from).toBeLessThan(SOON_MS);
    expect(kiosk.last("refused")).toMatchObject({ code: "kiosk_unknown", action: "stop" });
    const heard = kiosk.got.length;
    await bench.published("after it was removed");
    await stays.told<Frame>("frame", ({ entries }) => entries.length > 0);
    expect([kiosk.got.length, stays.socket.connected]).toEqual([heard, true]);
  });
});

describe("tokens", () => {
  const kept = () => new RedisKiosks(bench.raw);
  /** As if its token had been given so long ago. */
  const age = async (id: string, ms: number) => {
    const before = (await kept().kiosk(id))!;
    const tokens = before.tokens.map((each) => ({ ...each, issuedAtMs: each.issuedAtMs - ms }));
    const notes = [{ action: "change-kiosk", by: "t", byName: "t", about: id }] as const;
    await kept().change({ kiosk: { before, after: { ...before, tokens } }, notes });
  };

  test("[K5] [K6] a day-old token brings a newer one; the older dies when that is used", async () => {
    const { id, token } = await bench.screen();
    (await come(token)).socket.disconnect();
    await until(async () => (await kept().kiosk(id))!.tokens[0]!.usedAtMs, "its first use");
    await age(id, TOKEN_DAY_MS);
    const kiosk = await come(token, 1);
    const { token: newer } = await kiosk.told<{ token: string }>("token");
    expect(newer).toMatch(/^ffk_/);
    // Not kept: it comes with the older one, and is let in.
    kiosk.socket.disconnect();
    (await come(token)).socket.disconnect();
    (await come(newer)).socket.disconnect();
    await until(async () => (await kept().kiosk(id))!.tokens.length === 1, "the older to die");
    const refused = bench.kiosk({ token });
    expect(await refused.told("refused")).toMatchObject({ code: "kiosk_unknown" });
    await come(newer, 1);
  });

  test("secrets are nowhere in the store", async () => {
    const { token } = await bench.screen();
    (await come(token)).socket.disconnect();
    const dump: string[] = [];
    for (const key of await bench.raw.keys("*")) dump.push(key, String(await bench.raw.dump(key)));
    expect(dump.join("\n")).not.toContain(token.slice(4));
  });
});

describe("[KC2] two screens with one identity", () => {
  const TWINS_MS = 15_000;

  test.for([
    ["at one node", 0, 0],
    ["at two nodes", 0, 1],
  ] as const)(
    "%s: both are stopped, the desk is alarmed, and another can take the place",
    async ([_where, a, b]) => {
      const { id, token } = await bench.screen({ name: "Twin" });
      const desk = bench.desk({ token: lead });
      const [one, two] = [await come(token, a), await come(token, b)];
      for (const kiosk of [one, two]) {
        await kiosk.closed(TWINS_MS);
        expect(kiosk.last("refused")).toMatchObject({ code: "kiosk_stopped", action: "stop" });
      }
      expect(await stateOf(id)).toMatchObject({ state: "stopped" });
      await desk.told("alarms", (alarms: { code: string }[]) =>
        alarms.some(({ code }) => code === "kiosk_cloned"),
      );
      const refused = bench.kiosk({ token });
      expect(await refused.told("refused")).toMatchObject({
        code: expect.stringMatching(/kiosk_(unknown|stopped)/),
      });
      await bench.screen({ replaces: id });
      expect(await stateOf(id)).toMatchObject({ state: "waiting", name: "Foyer" });
      await desk.told(
        "alarms",
        (alarms: { code: string }[]) => !alarms.some(({ code }) => code === "kiosk_cloned"),
      );
    },
  );

  test("[KC1] a connection at whose end nobody is any more is closed; the screen that came back stays", async () => {
    const { id, token } = await bench.screen();
    const dead = await come(token, 0);
    // The page is gone, the connection is not: it answers no ping.
    const { transport } = dead.socket.io.engine as unknown as {
      transport: { ws: { onmessage: () => void } };
    };
    transport.ws.onmessage = () => {};
    const back = await come(token, 1);
    await until(() => dead.socket.disconnected, "the dead one to be closed", TWINS_MS);
    expect(back.socket.connected).toBe(true);
    for (const at of [0, 1])
      await until(
        async () => (await stateOf(id, at)).state === "connected",
        "both nodes to know it",
        SOON_MS,
      );
  });

  test("a page that is loaded again is no copy of itself", async () => {
    const { id, token } = await bench.screen();
    for (let load = 0; load < 5; load += 1) (await come(token, load % 2)).socket.disconnect();
    const kiosk = await come(token);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect([kiosk.socket.connected, (await stateOf(id)).state]).toEqual([true, "connected"]);
  });
});

describe("commands", () => {
  /** A screen that does what it is told, and what it was told. */
  const obedient = async (token: string, at: number) => {
    const kiosk = bench.kiosk({ token, at });
    const done: KioskCommand[] = [];
    // What is open comes on the heels of the first answer.
    kiosk.socket.on("command", (command: KioskCommand, answer: (said: object) => void) => {
      done.push(kioskCommandSchema.parse(command));
      answer({ ok: command.command !== "clear-cache", code: "offline" });
    });
    await welcomed(kiosk);
    return { kiosk, done };
  };

  test("reach the one, those of a zone and below it, or all; the desk sees what each answered", async () => {
    const [hall, west] = [await bench.screen({ zone: "hall-2" }), await bench.screen({ zone: "west" })];
    const [a, b] = [await obedient(hall.token, 0), await obedient(west.token, 1)];
    await ask(`/kiosks/${hall.id}/commands`, { command: "identify", ttlMs: 60_000 });
    await ask("/kiosks/commands", { command: "test-card", ttlMs: 60_000, zone: "east" });
    const { json } = await ask("/kiosks/commands", { command: "clear-cache", ttlMs: 60_000 });
    await until(() => a.done.length === 3 && b.done.length === 1, "all of it", SOON_MS);
    expect(a.done.map(({ command }) => command)).toEqual(["identify", "test-card", "clear-cache"]);
    expect(b.done.map(({ command }) => command)).toEqual(["clear-cache"]);
    const results = await until(async () => {
      const { json: listed } = await ask("/kiosks/commands");
      const found = listed.items.find((each: { id: string }) => each.id === json.id);
      return found.results.length === 2 ? found.results : undefined;
    }, "both answers");
    expect(results).toMatchObject([
      { ok: false, code: "offline" },
      { ok: false, code: "offline" },
    ]);
  });

  test("a screen that comes within their time does them, one that comes later does not, none twice", async () => {
    const { id, token } = await bench.screen();
    await ask(`/kiosks/${id}/commands`, { command: "test-card", ttlMs: 1 });
    await ask(`/kiosks/${id}/commands`, { command: "identify", ttlMs: 60_000 });
    const first = await obedient(token, 1);
    await until(() => first.done.length > 0, "what is open", SOON_MS);
    expect(first.done.map(({ command }) => command)).toEqual(["identify"]);
    await until(async () => {
      const { json } = await ask("/kiosks/commands");
      return json.items.some(
        (each: { kioskId?: string; results: unknown[] }) => each.kioskId === id && each.results.length > 0,
      );
    }, "its answer to be kept");
    first.kiosk.socket.disconnect();
    const again = await obedient(token, 0);
    await ask(`/kiosks/${id}/commands`, { command: "reload", ttlMs: 60_000 });
    await until(() => again.done.length > 0, "the next");
    expect(again.done.map(({ command }) => command)).toEqual(["reload"]);
  });
});

describe("what a screen says", () => {
  test("health is shown at the desk, of every node, and kept where it was seen last", async () => {
    const { id, token } = await bench.screen();
    const desk = bench.desk({ token: lead, at: 1 });
    const kiosk = await come(token, 0);
    const health = {
      build: "b1",
      showing: { screen: "foyer" },
      faults: [{ code: "font_missing", detail: "zh" }],
    };
    expect(
      await kiosk.socket.emitWithAck("health", { ...health, strange: { from: "a newer page" } }),
    ).toEqual({ ok: true });
    const isHere = (told: KiosksMessage) =>
      told.some(
        (each) =>
          each.id === id && "state" in each && each.state === "connected" && each.health?.build === "b1",
      );
    await desk.told<KiosksMessage>("kiosks", isHere, SOON_MS);
    expect(await stateOf(id, 1)).toMatchObject({ state: "connected", health });
    kiosk.socket.disconnect();
    await until(async () => (await stateOf(id, 1)).state === "offline", "its going", SOON_MS);
    expect(await stateOf(id, 1)).toMatchObject({ health, lastSeenAt: expect.any(String) });
  });

  test("receipts reach the desk, counted over all nodes", async () => {
    const announcementId = await bench.published("proof");
    const screens = [await bench.screen(), await bench.screen()];
    const desk = bench.desk({ token: lead });
    await desk.told("alarms");
    for (const [at, { token }] of screens.entries()) {
      const kiosk = await come(token, at);
      const receipt = { announcementId, revision: 1, shownAt: new Date().toISOString() };
      expect(await kiosk.socket.emitWithAck("receipts", [receipt, { ...receipt, revision: 9 }])).toEqual({
        ok: true,
        results: [{ ok: true }, { ok: false, code: "not_found" }],
      });
    }
    const told = (shown: ShownMessage) =>
      shown.some((each) => each.announcementId === announcementId && each.screens === 2);
    await desk.told<ShownMessage>("shown", told, SOON_MS);
    // And whoever comes later is told it too.
    const late = bench.desk({ token: lead, at: 1 });
    await late.told<ShownMessage>("shown", told, SOON_MS);
  });

  test.for([
    ["health", "nothing", "invalid"],
    ["health", null, "invalid"],
    ["receipts", {}, "invalid"],
    ["receipts", Array(201).fill(0), "invalid"],
    ["editing", { announcementId: "x" }, "forbidden"],
    ["publish", { id: "x" }, "unknown_event"],
    ["announcement:create", {}, "unknown_event"],
    ["toString", {}, "unknown_event"],
    ["kiosk", { name: "mine" }, "unknown_event"],
  ] as const)("%s with %j is answered %s", async ([event, payload, code]) => {
    const { token } = await bench.screen();
    const kiosk = await come(token);
    expect(await kiosk.socket.emitWithAck(event, payload)).toMatchObject({ ok: false, code });
    expect(kiosk.socket.connected).toBe(true);
  });

  test("10,000 receipts at once are too large a message: its connection ends, and no other", async () => {
    const [flood, other] = [await bench.screen(), await bench.screen()];
    const [kiosk, calm] = [await come(flood.token), await come(other.token)];
    const receipt = { announcementId: "a".repeat(22), revision: 1, shownAt: new Date().toISOString() };
    kiosk.socket.emit("receipts", Array(10_000).fill(receipt));
    await until(() => kiosk.socket.disconnected, "its end");
    expect(await calm.socket.emitWithAck("receipts", [])).toEqual({ ok: true, results: [] });
    // It may come again: what it sent was nothing that harms.
    await come(flood.token);
  });

  test("in batches as fast as it can, it is told to slow down and then put out", async () => {
    const { token } = await bench.screen();
    const kiosk = await come(token);
    for (let batch = 0; batch < 5; batch += 1)
      expect(await kiosk.socket.emitWithAck("receipts", [])).toMatchObject({ ok: true });
    // Those that are still worked on when it is put out are not answered: a screen sends them again.
    const answers: { ok: boolean; code?: string }[] = [];
    for (let batch = 0; batch < 60; batch += 1)
      kiosk.socket.emit("receipts", [], (said: never) => answers.push(said));
    await kiosk.closed();
    expect(kiosk.last("refused")).toMatchObject({ code: "too_many_requests", action: "retry" });
    expect(answers.filter(({ code }) => code === "too_many_requests").length).toBeGreaterThan(0);
  });
});
