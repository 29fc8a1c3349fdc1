import { expect, test } from "vitest";
import { parseFrame, parseRefusal, parseSnapshot } from "../../client/shared/held/parse.ts";
import { seeded } from "../../scripts/chaos/seeded.ts";
import { applyFrame, startFrom } from "../../server/core/feed-state.ts";
import { announced, EPOCH, history } from "../support/feed-history.ts";

const entries = history(40, seeded(7));
const frame = { epoch: EPOCH, after: 0, upTo: 40, entries };
const start = startFrom({
  reason: "new",
  cursor: { epoch: EPOCH, offset: 0 },
  announcements: [],
  programmeRevision: 0,
});

test("what the server sends today is read as it is", () => {
  expect(parseFrame(JSON.parse(JSON.stringify(frame)))).toEqual(frame);
});

test.for([
  undefined,
  null,
  "frame",
  3,
  {},
  { ...frame, epoch: 1 },
  { ...frame, upTo: -1 },
  { ...frame, entries: {} },
  { ...frame, entries: [null] },
])("[T1] %j is no frame", (raw) => {
  expect(parseFrame(raw)).toBeUndefined();
});

test("[T2] an entry of a later version is skipped and the cursor moves past it", () => {
  const later = { offset: 1, at: "2022-11-09T01:00:00.000Z", type: "announcementTranslated", words: 3 };
  const bent = {
    offset: 2,
    at: "2022-11-09T01:00:00.000Z",
    type: "announcementPublished",
    announcement: { id: 7 },
  };
  const read = parseFrame({ epoch: EPOCH, after: 0, upTo: 2, entries: [later, bent] });
  const folded = applyFrame(start, read!);
  expect(folded).toMatchObject({ outcome: "applied", state: { cursor: { offset: 2 } } });
  expect(folded.state.announcements.size).toBe(0);
});

test("[T2] fields that are missing get what their absence means", () => {
  const { audience: _audience, actions: _actions, pinned: _pinned, ...bare } = announced(3);
  const snapshot = parseSnapshot({
    reason: "new",
    cursor: { epoch: EPOCH, offset: 3 },
    announcements: [bare, 5, {}],
  });
  expect(snapshot?.announcements).toEqual([announced(3)]);
  expect(snapshot?.programmeRevision).toBe(0);
});

test("a refusal that cannot be read is one to come back from", () => {
  expect(parseRefusal(undefined)).toEqual({ code: "unknown", action: "retry" });
  expect(parseRefusal({ code: "x", action: "wait", retryAfterMs: "5" })).toEqual({
    code: "x",
    action: "retry",
  });
  expect(parseRefusal({ code: "x", action: "stop", retryAfterMs: 5 })).toEqual({
    code: "x",
    action: "stop",
    retryAfterMs: 5,
  });
});
