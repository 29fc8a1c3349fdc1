import { afterEach, beforeEach, expect, test } from "vitest";
import { blankEvent } from "../../server/feed/directory.ts";
import { event } from "../support/written.ts";
import { type Asking, type HttpNode, httpNode } from "./support.ts";

const EVENT = "/api/v1/desk/event";
const END = "/api/v1/desk/rehearsal/end";
const LIST = "/api/v1/desk/announcements";
const rehearsal = event({ rehearsal: true, rehearsalNotice: { en: "Not a record" } });
const later = (): string => new Date(Date.now() + 3_600_000).toISOString();

let node: HttpNode;
let etag: string;
beforeEach(async () => {
  node = await httpNode();
  const { headers } = await node.ask(EVENT, { as: "admin-token" });
  const ifMatch = { "if-match": headers.get("etag")! };
  const put = await node.ask(EVENT, { method: "PUT", as: "admin-token", json: rehearsal, headers: ifMatch });
  etag = put.headers.get("etag")!;
});
afterEach(() => node.stop());

const end = (keep: string, more: Asking = {}) =>
  node.ask(END, { as: "admin-token", json: { keep }, headers: { "if-match": etag }, ...more });

test("[X1] with the preparation kept, what was out is gone for everybody and what was not stays", async () => {
  const out = await node.publish("Rehearsed");
  const draft = await node.write("A draft");
  const scheduled = await node.write("To come", { publishAt: later() });
  const { cursor } = (await node.ask("/api/v1/feed")).json;

  const ended = await end("preparation");
  expect([ended.status, ended.json.rehearsal, ended.json.cursor.offset]).toEqual([200, false, 1]);
  expect(ended.json).not.toHaveProperty("rehearsalNotice");
  expect(ended.headers.get("etag")).not.toBe(etag);
  expect(ended.json.zones).toEqual(rehearsal.zones);

  // The node that ended it shows so at once.
  const feed = (await node.ask("/api/v1/feed")).json;
  expect(feed.announcements).toEqual([]);
  expect(feed.cursor.epoch).not.toBe(cursor.epoch);
  const frames = `/api/v1/feed/frames?epoch=${cursor.epoch}&after=${cursor.offset}`;
  expect((await node.ask(frames)).json).toEqual({ reset: "epoch" });
  expect((await node.ask(`/api/v1/announcements/${out.id}`)).status).toBe(404);
  expect((await node.ask(`${LIST}/${out.id}`, { as: "admin" })).status).toBe(404);
  expect((await node.ask("/api/v1/event")).json.rehearsal).toBe(false);

  const held = (await node.ask(LIST, { as: "admin" })).json.items;
  expect(held.map(({ id, state }: { id: string; state: string }) => [id, state]).toSorted()).toEqual(
    [
      [draft.id, "draft"],
      [scheduled.id, "scheduled"],
    ].toSorted(),
  );
  const [note] = (await node.ask("/api/v1/desk/audit?limit=1", { as: "admin" })).json.items;
  expect(note).toMatchObject({ action: "end-rehearsal", about: "keep-preparation" });
  expect((await node.publish("In earnest")).cursor.offset).toBe(2);
});

test("[X1] with nothing kept, a blank event is left", async () => {
  await node.publish("Rehearsed");
  await node.write("A draft");
  const { cursor, ...left } = (await end("nothing")).json;
  expect(left).toEqual(blankEvent());
  expect((await node.ask(LIST, { as: "admin" })).json.items).toEqual([]);
});

test("[X1] an event in earnest is not ended: nothing of it can go by this", async () => {
  await end("preparation");
  await node.publish("In earnest");
  etag = (await node.ask(EVENT, { as: "admin" })).headers.get("etag")!;
  for (const keep of ["preparation", "nothing"]) {
    const again = await end(keep);
    expect([again.status, again.json.code]).toEqual([409, "not_allowed_in_state"]);
  }
  expect((await node.ask("/api/v1/feed")).json.announcements).toHaveLength(1);
});

test("[L2] a retry finds that it was done, though its revision is old by then", async () => {
  const headers = { "if-match": etag, "idempotency-key": "end" };
  const first = await end("preparation", { headers });
  await node.publish("In earnest");
  const again = await end("preparation", { headers });
  expect([again.status, again.json]).toEqual([200, first.json]);
  expect((await node.ask("/api/v1/feed")).json.announcements).toHaveLength(1);
});

test("a stale revision, none at all, an unknown choice, and whoever may not", async () => {
  const status = async (more: Asking, keep = "preparation") => (await end(keep, more)).status;
  expect(await status({ headers: { "if-match": '"1"' } })).toBe(412);
  expect(await status({ headers: {} })).toBe(428);
  expect(await status({}, "everything")).toBe(400);
  for (const as of ["author", "moderator", "lead"] as const) expect(await status({ as })).toBe(403);
  expect(await status({ as: undefined })).toBe(401);
});

test("an all-clear that was prepared for an alert of the rehearsal does not go out to nobody's surprise", async () => {
  const urgent = (messageType: string, refersTo?: string) => ({
    kind: "urgent",
    expiresAt: later(),
    details: { status: "exercise", messageType, ...(refersTo === undefined ? {} : { refersTo }) },
  });
  const alert = await node.write("Leave the hall", { ...urgent("alert"), publishAt: "now" });
  const ready = await node.write("All clear", urgent("all-clear", alert.id));
  await end("preparation");
  const sent = await node.ask(`${LIST}/${ready.id}/publish`, { method: "POST", as: "admin-token" });
  expect([sent.status, sent.json.errors]).toMatchObject([
    400,
    [{ path: "details.refersTo", code: "unknown_alert", values: { id: alert.id } }],
  ]);
  const held = await node.ask(`${LIST}/${ready.id}`, { as: "admin" });
  expect([held.status, held.json.state]).toEqual([200, "draft"]);
});
