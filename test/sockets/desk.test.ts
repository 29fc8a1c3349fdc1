import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import type { Role } from "../../server/contract/people.ts";
import type { DeskAlarm, DeskHello, Presence } from "../../server/contract/socket.ts";
import { keys } from "../../server/store/keys.ts";
import { type Desk, DeskBench, editorsOf, ROLES } from "../support/desk-nodes.ts";
import { event } from "../support/written.ts";

const bench = new DeskBench();
const tokens = new Map<Role, { id: string; secret: string }>();
let announcementId: string;

beforeAll(async () => {
  await bench.open(1);
  for (const role of ROLES) tokens.set(role, await bench.token(role));
  announcementId = await bench.announcement();
});
afterEach(() => bench.dropDesks());
afterAll(() => bench.close());

const of = (role: Role) => ({ token: tokens.get(role)!.secret });

const quiet = () => bench.raw.del(keys.state("overdue"));

describe("what a desk is told", () => {
  test("[M2] hello again when the policies change", async () => {
    const desk = bench.desk(of("author"));
    expect(await desk.told("hello")).toMatchObject({ twoPersonApproval: [] });
    const stored = (await bench.store.document("event"))!;
    const policies = { ...event().policies, twoPersonApproval: ["urgent"] };
    const change = (version: number, json: string) =>
      bench.store.commit({
        items: [],
        documents: [{ name: "event", version, json }],
        entries: [{ type: "eventChanged" }],
        audit: { action: "edit-event", by: "a", byName: "a" },
      });
    await change(stored.version, JSON.stringify({ ...JSON.parse(stored.value), policies }));
    await desk.told<DeskHello>("hello", ({ twoPersonApproval }) => twoPersonApproval[0] === "urgent");
    expect(desk.all("presence")).toHaveLength(1);
    await change(stored.version + 1, stored.value);
  });

  test("[M3] a role that is lowered, or a new name, takes effect at once: hello says it", async () => {
    const { id, cookie } = await bench.somebody("lead");
    const desk = bench.desk({ cookie });
    expect(await desk.told("hello")).toMatchObject({ role: "lead" });
    await bench.people.changeRole(id, "author", bench.machine);
    await desk.told<DeskHello>("hello", ({ role }) => role === "author");
    expect(desk.socket.connected).toBe(true);
  });

  test("[M6] readers of all nodes are counted by mode, once each", async () => {
    const nowMs = Date.now();
    const counts = { online: 3, inPerson: 2, undeclared: 1, atMs: nowMs };
    await bench.raw.hset(keys.readers, {
      other: JSON.stringify(counts),
      gone: JSON.stringify({ ...counts, atMs: nowMs - 20_000 }),
    });
    const desk = bench.desk(of("author"));
    await desk.told("stats", ({ online }: { online: number }) => online === 3);
    expect(desk.last("stats")).toEqual({
      online: 3,
      inPerson: 2,
      undeclared: 1,
      kiosks: { connected: 0, paired: 0 },
      push: 0,
    });
    const newcomer = bench.desk(of("author"));
    expect(await newcomer.told("stats")).toMatchObject({ online: 3 });
    await bench.raw.hset("{feed}:push", { 1: "{}", 7: "{}" });
    await newcomer.told("stats", ({ push }: { push: number }) => push === 2);
    await bench.raw.del("{feed}:push");
    await bench.raw.hdel(keys.readers, "other", "gone");
  });

  test("[M7] an alarm is told as it begins, counted as it changes, and gone when it is over", async () => {
    const desk = bench.desk(of("author"));
    const before = await desk.told<DeskAlarm[]>("alarms");
    await bench.raw.zadd(keys.state("overdue"), 1, "one");
    const begun = await desk.told<DeskAlarm>("alarm", ({ code }) => code === "overdue_item");
    expect(begun).toMatchObject({ count: 1 });
    await bench.raw.zadd(keys.state("overdue"), 1, "two");
    const both = await desk.told<DeskAlarm[]>("alarms", (all) => all.some(({ count }) => count === 2));
    expect(both.find(({ code }) => code === "overdue_item")!.since).toBe(begun.since);
    await quiet();
    await until(
      () => desk.last<DeskAlarm[]>("alarms")!.every(({ code }) => code !== "overdue_item"),
      "the end",
    );
    expect(desk.all<DeskAlarm>("alarm").filter(({ code }) => code === "overdue_item")).toHaveLength(1);
    expect(before.some(({ code }) => code === "overdue_item")).toBe(false);
  });

  test("[M7] a full store is an alarm until a write succeeds", async () => {
    const desk = bench.desk(of("author"));
    await desk.told("alarms");
    await bench.raw.config("SET", "maxmemory", "1");
    await desk.told<DeskAlarm>("alarm", ({ code }) => code === "storage_full");
    await bench.raw.config("SET", "maxmemory", "0");
    await until(
      () => desk.last<DeskAlarm[]>("alarms")!.every(({ code }) => code !== "storage_full"),
      "the end",
    );
  });
});

describe("who edits what", () => {
  const editing = (desk: Desk, message: unknown) => desk.socket.emitWithAck("editing", message);
  const shows = (desk: Desk, who: string[], id = announcementId) =>
    until(
      () => JSON.stringify(editorsOf(desk.last<Presence>("presence") ?? [], id)) === JSON.stringify(who),
      `presence ${who}`,
    );
  const two = async () => {
    const [a, b] = [bench.desk(of("author")), bench.desk(of("lead"))];
    await Promise.all([a.told("alarms"), b.told("alarms")]);
    return [a, b] as const;
  };

  test("[M4] the first holds it, take-over takes it, who leaves lets go", async () => {
    const [a, b] = await two();
    expect(await editing(a, { announcementId })).toEqual({ ok: true });
    await shows(b, ["author bot*"]);
    expect(await editing(b, { announcementId })).toEqual({ ok: true });
    await shows(a, ["author bot*", "lead bot"]);
    expect(await editing(b, { announcementId, takeOver: true })).toEqual({ ok: true });
    await shows(a, ["lead bot*", "author bot"]);
    const [first] = a.last<Presence>("presence")!;
    expect(first).toMatchObject({ socketId: b.socket.id, accountId: tokens.get("lead")!.id });
    expect(await editing(b, {})).toEqual({ ok: true });
    await shows(b, ["author bot*"]);
    a.socket.disconnect();
    await shows(b, []);
  });

  test("[M4] one window edits one thing: another takes its place", async () => {
    const [a, b] = await two();
    const other = await bench.announcement("another");
    await editing(a, { announcementId });
    await editing(a, { announcementId: other });
    await shows(b, ["author bot*"], other);
    await shows(b, []);
    await editing(a, {});
  });

  test("[M4] what was said last counts, however long the looks into the store take", async () => {
    const [a, b] = await two();
    const said = [{ announcementId }, {}, { announcementId }, {}].map((message) => editing(a, message));
    expect(await Promise.all(said)).toEqual(said.map(() => ({ ok: true })));
    const other = await bench.announcement("marks the end");
    await editing(b, { announcementId: other });
    await shows(a, ["lead bot*"], other);
    await shows(a, []);
  });

  test.for([
    null,
    5,
    "x",
    [],
    { announcementId: 5 },
    { announcementId: "" },
    { announcementId: "../x" },
    { announcementId: "x".repeat(300) },
    { announcementId: "a", headline: "text" },
    { takeOver: true },
    { announcementId: "a", takeOver: "yes" },
  ])("[R1] bad input is answered: %j", async (message) => {
    const desk = bench.desk(of("author"));
    await desk.told("alarms");
    expect(await editing(desk, message)).toMatchObject({ ok: false, code: "invalid" });
    expect(desk.socket.connected).toBe(true);
  });

  test("[R1] an unknown id, an unknown event, no payload and no ack are all survived", async () => {
    const desk = bench.desk(of("author"));
    await desk.told("alarms");
    expect(await editing(desk, { announcementId: "no-such-thing" })).toMatchObject({
      ok: false,
      code: "not_found",
      message: expect.any(String),
    });
    for (const name of ["publish", "toString", "constructor", "hello", "presence"])
      expect(await desk.socket.emitWithAck(name, { announcementId })).toMatchObject({
        ok: false,
        code: "unknown_event",
      });
    expect(await desk.socket.emitWithAck("editing")).toMatchObject({ ok: false, code: "invalid" });
    desk.socket.emit("editing");
    desk.socket.emit("editing", { announcementId: { a: 1 } });
    desk.socket.emit("editing", Buffer.from("x"));
    expect(await editing(desk, { announcementId })).toEqual({ ok: true });
  });

  test("[M4] presence comes at most every 250 ms, and the last word is told", async () => {
    const [a, b] = await two();
    const before = b.all("presence").length;
    const startedAt = performance.now();
    for (let n = 0; n < 9; n += 1) {
      await editing(a, { announcementId });
      await editing(a, {});
    }
    await editing(b, { announcementId });
    await shows(b, ["lead bot*"]);
    const told = b.all("presence").length - before;
    expect(told).toBeLessThanOrEqual(2 + (performance.now() - startedAt) / 250);
  });

  test("who says too much is refused, then closed", async () => {
    const desk = bench.desk(of("author"));
    await desk.told("alarms");
    const answers = Array.from({ length: 40 }, () => editing(desk, {}).catch(() => undefined));
    expect(await desk.told("refused")).toMatchObject({ code: "too_many_requests", action: "retry" });
    expect(await answers[20]).toMatchObject({ ok: false, code: "too_many_requests" });
    await desk.closed();
  });
});
