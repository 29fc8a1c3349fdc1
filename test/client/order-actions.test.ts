import { describe, expect, test } from "vitest";
import { writtenFrom } from "../../client/desk/composer/composer-form.ts";
import { endsAll, nothingYet, planBulk, withAnswer } from "../../client/desk/order/bulk.ts";
import { bulkWords } from "../../client/desk/order/bulk-words.ts";
import { duplicateForm } from "../../client/desk/order/duplicate.ts";
import { marksOf, writersOf } from "../../client/desk/order/marks.ts";
import { firstTime, onBy, typedTime } from "../../client/desk/order/move-time.ts";
import { actionsFor, type Hands } from "../../client/desk/order/row-actions.ts";
import { orderWords } from "../../client/desk/order/words.ts";
import { hasRight } from "../../client/desk/state/desk-rights.ts";
import { newAnnouncementSchema } from "../../server/contract/announcement.ts";
import { overdueCodeSchema, stateSchema } from "../../server/contract/desk-announcement.ts";
import type { Role } from "../../server/contract/people.ts";
import { moved, rightFor } from "../../server/core/lifecycle.ts";
import { at, deskItem, planned, sealed, sent, ZONE } from "./desk-items.ts";

const handsOf = (role: Role, name = "Mei Lin"): Hands => ({ may: (right) => hasRight(role, right), name });
const NOW = Date.parse(at("16:22"));
const around = { nowMs: NOW, zone: ZONE };

describe("what a row offers", () => {
  test("never more than its state allows and the role grants", () => {
    const moves = {
      sendNow: "publish",
      move: "schedule",
      cancel: "unschedule",
      submit: "submit",
      approve: "approve",
      pin: "pin",
      unpin: "unpin",
      recover: "recover",
      discard: "discard",
      withdraw: "withdraw",
    } as const;
    for (const role of ["author", "moderator", "lead", "admin"] as const)
      for (const state of stateSchema.options)
        for (const action of actionsFor(deskItem({ id: "a", state }), handsOf(role))) {
          if (action === "open" || action === "duplicate") continue;
          expect([role, state, action, moved(state, moves[action]) !== undefined]).toEqual([
            role,
            state,
            action,
            true,
          ]);
          expect(hasRight(role, rightFor[moves[action]] as never), `${role} ${action}`).toBe(true);
        }
  });
  test("an author's hands reach their own; what is sealed can only be taken off the schedule", () => {
    expect(actionsFor(deskItem({ id: "a" }), handsOf("author"))).toEqual([
      "open",
      "submit",
      "duplicate",
      "discard",
    ]);
    expect(actionsFor(deskItem({ id: "a" }), handsOf("author", "Jonas Roth"))).toEqual(["open", "duplicate"]);
    expect(actionsFor(sealed("s", "17:00"), handsOf("moderator"))).toEqual(["cancel"]);
    expect(actionsFor(sealed("s", "17:00", "approved"), handsOf("moderator"))).toEqual([]);
  });
  test("urgent is sent by a lead", () => {
    const urgent = deskItem({ id: "u", kind: "urgent", state: "approved" });
    expect(actionsFor(urgent, handsOf("moderator"))).not.toContain("sendNow");
    expect(actionsFor(urgent, handsOf("lead"))).toContain("sendNow");
  });
  test("what is overdue can be sent, moved and discarded at once", () => {
    const offered = actionsFor(planned("o", "16:00", { state: "overdue" }), handsOf("moderator"));
    for (const action of ["sendNow", "move", "discard"]) expect(offered).toContain(action);
  });
});

describe("the small line", () => {
  const marks = (item: Parameters<typeof marksOf>[0]) =>
    marksOf(item, { nowMs: NOW, languages: ["en", "zh"] });
  const names = (item: Parameters<typeof marksOf>[0]) => marks(item).map(({ is }) => is);
  test("every state is said first", () => {
    const firsts = stateSchema.options.map((state) => names(deskItem({ id: "a", state }))[0]);
    expect(firsts).toEqual([
      "draft",
      "waits",
      "approved",
      "countdown",
      "overdue",
      "published",
      "corrected",
      "withdrawn",
      "discarded",
    ]);
  });
  test("a seal while it holds, languages missing and older, an end that a person gave", () => {
    const item = planned("a", "17:00", {
      embargoUntil: at("16:50"),
      stale: ["zh"],
      expiresAt: at("18:00"),
      pinned: true,
    });
    expect(names(item)).toEqual(["countdown", "sealed", "pinned", "expires", "missing", "stale"]);
    expect(names(planned("a", "17:00", { embargoUntil: at("16:00") }))).not.toContain("sealed");
    expect(names(sent("a", "12:00", { expiresAt: at("13:00") }))).toContain("over");
    const said = { en: { headline: "a", body: "" }, "zh-Hans": { headline: "一", body: "" } };
    expect(names(deskItem({ id: "a", text: said }))).toEqual(["draft"]);
  });
  test("sealed, it tells nothing but until when", () =>
    expect(marks(sealed("s", "17:00"))).toEqual([{ is: "sealed", untilMs: Date.parse(at("17:00")) }]));
  test("who writes: others only, the holder first, each once", () => {
    const one = (who: string, socketId: string, holds = false, announcementId = "a") => ({
      announcementId,
      who,
      accountId: who,
      socketId,
      holds,
      since: at("16:00"),
    });
    const present = [
      one("Jonas", "2"),
      one("Mei", "3", true),
      one("Jonas", "4"),
      one("Me", "1"),
      one("Ana", "5", true, "b"),
    ];
    expect(writersOf(present, "a", "1").map(({ who, holds }) => [who, holds])).toEqual([
      ["Mei", true],
      ["Jonas", false],
    ]);
  });
});

describe("another time", () => {
  const item = planned("a", "17:00", { embargoUntil: at("16:40"), expiresAt: at("19:00") });
  test.for([
    ["2022-11-09T17:30", "ok"],
    ["2022-11-09T16:22", "past"],
    ["2022-11-09T16:39", "embargo"],
    ["2022-11-09T19:00", "expired"],
    ["", "unreadable"],
    ["tomorrow", "unreadable"],
  ] as const)("%s: %s", ([text, answer]) => {
    const found = typedTime(text, item, around);
    expect(found.ok ? "ok" : found.fault).toBe(answer);
  });
  test("a time that the venue's clock skips is refused; of one that it shows twice, one to come is meant", () => {
    const paris = { nowMs: Date.parse("2023-03-01T00:00:00Z"), zone: "Europe/Paris" };
    expect(typedTime("2023-03-26T02:30", deskItem({ id: "a" }), paris)).toEqual({
      ok: false,
      fault: "skipped",
    });
    const autumn = { nowMs: Date.parse("2023-10-29T00:45:00Z"), zone: "Europe/Paris" };
    expect(typedTime("2023-10-29T02:30", deskItem({ id: "a" }), autumn)).toEqual({
      ok: true,
      atMs: Date.parse("2023-10-29T01:30:00Z"),
    });
  });
  test("begins where it is, or soon, never before its embargo; steps go on from there or from now", () => {
    expect(firstTime(item, around)).toBe("2022-11-09T17:00");
    expect(firstTime(deskItem({ id: "a" }), around)).toBe("2022-11-09T16:25");
    expect(firstTime(deskItem({ id: "a", embargoUntil: at("20:00") }), around)).toBe("2022-11-09T20:00");
    expect([
      onBy("2022-11-09T17:00", 15, around),
      onBy("", 5, around),
      onBy("2022-11-09T08:00", 5, around),
    ]).toEqual(["2022-11-09T17:15", "2022-11-09T16:27", "2022-11-09T16:27"]);
  });
});

describe("several at once", () => {
  const wish = { action: "move", minutes: 15, reason: "" } as const;
  const hands = handsOf("moderator");
  test("moves what is planned, and leaves what would be past, sealed or expired, saying why", () => {
    const items = [
      planned("first", "16:30"),
      planned("second", "17:00"),
      planned("sealed", "17:00", { embargoUntil: at("17:00") }),
      planned("over", "17:00", { expiresAt: at("17:10") }),
      deskItem({ id: "draft" }),
      sent("out", "12:00"),
    ];
    const later = planBulk(items, wish, { hands, nowMs: NOW });
    expect(later.steps.map(({ item, body }) => [item.id, body])).toEqual([
      ["second", { at: at("17:15") }],
      ["sealed", { at: at("17:15") }],
      ["first", { at: at("16:45") }],
    ]);
    expect(later.left.map(({ item, why }) => [item.id, why])).toEqual([
      ["over", "expired"],
      ["draft", "notPossible"],
      ["out", "notPossible"],
    ]);
    const earlier = planBulk(items.slice(0, 3), { ...wish, minutes: -15 }, { hands, nowMs: NOW });
    expect(earlier.steps.map(({ item }) => item.id)).toEqual(["second"]);
    expect(earlier.left.map(({ why }) => why)).toEqual(["past", "embargo"]);
  });
  test("never more than is allowed, and nothing of it publishes", () => {
    const items = stateSchema.options.map((state) =>
      deskItem({ id: state, state, scheduledAt: at("17:00") }),
    );
    for (const action of ["move", "cancel", "submit", "approve", "recover", "discard", "withdraw"] as const) {
      const { steps, left } = planBulk(items, { ...wish, action, reason: " why " }, { hands, nowMs: NOW });
      expect(steps.length + left.length).toBe(items.length);
      for (const step of steps) expect(step.ask).not.toBe("publish");
      expect(
        planBulk(items, { ...wish, action }, { hands: handsOf("author", "Jonas"), nowMs: NOW }).steps,
      ).toEqual([]);
      if (action === "withdraw")
        expect(steps.map(({ body }) => body)).toEqual([{ reason: "why" }, { reason: "why" }]);
    }
  });
  test("each answer is counted, and where the next would get the same it ends", () => {
    const no = { code: "approval_required", detail: "", status: 409, errors: [] };
    let sum = withAnswer(nothingYet("approve"), "a", undefined);
    sum = withAnswer(sum, "b", no);
    expect([sum.done, sum.refused.map(({ id }) => id)]).toEqual([["a"], ["b"]]);
    expect(
      [no, { ...no, status: 401 }, { ...no, code: "unreachable", status: 0 }, { ...no, status: 503 }].map(
        endsAll,
      ),
    ).toEqual([false, true, true, true]);
  });
});

test("a duplicate says the same, is new, and has no time", () => {
  const item = planned("a", "17:00", {
    revision: 7,
    kind: "urgent",
    pinned: true,
    embargoUntil: at("16:00"),
    expiresAt: at("18:00"),
    sessionId: "s1",
    text: { en: { headline: "Shelter", body: "Hall 2" }, zh: { headline: "避险", body: "" } },
    details: { status: "exercise", messageType: "update", refersTo: "first" },
  });
  const form = duplicateForm(item, ZONE, "en", NOW);
  expect("id" in form || "revision" in form || "draftKey" in form).toBe(false);
  const written = writtenFrom(form, ZONE);
  expect(written).toMatchObject({ kind: "urgent", text: item.text, sessionId: "s1", pinned: false });
  expect(JSON.stringify(written)).not.toMatch(/first|embargoUntil|expiresAt|publishAt/);
  const plain = duplicateForm(planned("b", "17:00"), ZONE, "en", NOW);
  expect(newAnnouncementSchema.safeParse(writtenFrom(plain, ZONE)).success).toBe(true);
});

test("a duplicate of what is still under embargo is under the same embargo", () => {
  const secret = planned("a", "17:00", { embargoUntil: at("16:30") });
  const written = writtenFrom(duplicateForm(secret, ZONE, "en", NOW), ZONE);
  expect(written.embargoUntil).toBe(secret.embargoUntil);
});

test("every reason that makes an item wait is said in words", () => {
  const { reasons, states } = orderWords.value;
  expect(Object.keys(reasons).sort()).toEqual([...overdueCodeSchema.options].sort());
  expect(Object.keys(states).sort()).toEqual([...stateSchema.options].sort());
  expect(bulkWords.value.titles.approve(2)).toBe("Approve 2 announcements?");
});
