import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { kiosksMessageSchema, shownMessageSchema } from "../../server/contract/desk-kiosk.ts";
import { type Role, rightsOf } from "../../server/contract/people.ts";
import {
  alarmSchema,
  changedSchema,
  type DeskAlarm,
  type DeskHello,
  deskHelloSchema,
  deskStatsSchema,
  type Presence,
  presenceSchema,
} from "../../server/contract/socket.ts";
import { type HeardEvent, heardRights, saidRights } from "../../server/sockets/desk-rights.ts";
import { keys } from "../../server/store/keys.ts";
import { DeskBench, editorsOf, ROLES } from "../support/desk-nodes.ts";

const bench = new DeskBench();
const tokens = new Map<Role, { id: string; secret: string }>();
let announcementId: string;
let shownId: string;

beforeAll(async () => {
  await bench.open(1);
  for (const role of ROLES) tokens.set(role, await bench.token(role));
  announcementId = await bench.announcement();
  shownId = await bench.published();
});
afterEach(() => bench.dropDesks());
afterAll(() => bench.close());

const of = (role: Role) => ({ token: tokens.get(role)!.secret });

const schemas = {
  hello: deskHelloSchema,
  changed: changedSchema,
  presence: presenceSchema,
  stats: deskStatsSchema,
  alarms: alarmSchema.array(),
  alarm: alarmSchema,
  kiosks: kiosksMessageSchema,
  shown: shownMessageSchema,
} as const;
const EVENTS = Object.keys(heardRights) as HeardEvent[];

/** Makes every event of the namespace happen once. */
async function everything(): Promise<void> {
  await bench.announcement("told to those who may hear of it");
  const { token } = await bench.screen();
  const kiosk = bench.kiosk({ token });
  await kiosk.told("kiosk");
  const receipt = { announcementId: shownId, revision: 1, shownAt: new Date().toISOString() };
  expect(await kiosk.socket.emitWithAck("receipts", [receipt])).toMatchObject({ results: [{ ok: true }] });
  await bench.raw.zadd(keys.state("overdue"), 1, "an-id");
}
const quiet = () => bench.raw.del(keys.state("overdue"));

describe("role × event on /desk", () => {
  test("the table has every event there is", () => {
    expect(EVENTS.sort()).toEqual([
      "alarm",
      "alarms",
      "changed",
      "hello",
      "kiosks",
      "presence",
      "shown",
      "stats",
    ]);
    expect(Object.keys(saidRights)).toEqual(["editing"]);
  });

  test.for(ROLES.flatMap((role) => [[role, "token"] as const, [role, "session"] as const]))(
    "[M1] %s by a %s hears and says what the role has the right to",
    async ([role, by]) => {
      await quiet();
      const desk = bench.desk(by === "token" ? of(role) : { cookie: (await bench.somebody(role)).cookie });
      await desk.told("alarms", (alarms: DeskAlarm[]) => alarms.every(({ code }) => code !== "overdue_item"));
      await everything();
      for (const name of EVENTS) {
        expect([name, rightsOf[role].has(heardRights[name])]).toEqual([name, true]);
        expect(schemas[name].safeParse(await desk.told(name)).error).toBeUndefined();
      }
      expect(desk.got[0]![0]).toBe("hello");
      expect(desk.last<DeskHello>("hello")).toMatchObject({ protocol: 1, role, twoPersonApproval: [] });
      expect(rightsOf[role].has(saidRights.editing)).toBe(true);
      expect(await desk.socket.emitWithAck("editing", { announcementId })).toEqual({ ok: true });
      await quiet();
    },
  );

  test.for([
    ["nobody", async () => ({})],
    ["a token that never was", async () => ({ token: "fft_no-such-token-at-all" })],
    ["a token of any length", async () => ({ token: "x".repeat(256) })],
    ["a cookie that never was", async () => ({ cookie: `sid=${"A".repeat(43)}` })],
    [
      "a revoked token",
      async () => {
        const { id, secret } = await bench.token("admin");
        await bench.tokens.revoke(id, bench.machine);
        return { token: secret };
      },
    ],
    [
      "a revoked person",
      async () => {
        const { id, cookie } = await bench.somebody("admin");
        await bench.people.revoke(id, bench.machine);
        return { cookie };
      },
    ],
    [
      "who signed out",
      async () => {
        const { cookie, secret } = await bench.somebody("lead");
        await bench.nodes[0]!.node.accounts.signOut(secret);
        return { cookie };
      },
    ],
  ] as const)("[M1] %s hears nothing but the refusal, and says nothing", async ([_who, given]) => {
    const desk = bench.desk(await given());
    const said = desk.socket.emitWithAck("editing", { announcementId }).catch(() => "closed");
    await desk.closed();
    await everything();
    expect(desk.got).toEqual([
      ["refused", expect.objectContaining({ code: "not_signed_in", action: "stop" })],
    ]);
    expect(["closed", { ok: false, code: "not_signed_in", message: "Sign in first" }]).toContainEqual(
      await said,
    );
    const other = bench.desk(of("author"));
    expect(editorsOf(await other.told<Presence>("presence"), announcementId)).toEqual([]);
    await quiet();
  });

  test.for([
    [{}, "invalid", "stop"],
    [{ protocol: 1, extra: 1 }, "invalid", "stop"],
    [{ protocol: 1, token: 5 }, "invalid", "stop"],
    [{ protocol: 1, token: "x".repeat(257) }, "invalid", "stop"],
    [{ protocol: 2 }, "unsupported_protocol", "reset"],
  ] as const)("[R1] %j is refused as %s", async ([auth, code, action]) => {
    const desk = bench.desk({ auth });
    expect(await desk.told("refused")).toMatchObject({ code, action });
    await desk.closed();
  });
});
