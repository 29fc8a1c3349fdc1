import { describe, expect, test } from "vitest";
import { BODY_MAX, writtenAnnouncementSchema } from "../../server/contract/announcement.ts";
import type { Session } from "../../server/contract/programme.ts";
import { diffProgrammes } from "../../server/core/programme-diff.ts";
import { programmeNews } from "../../server/core/programme-news.ts";
import { referenceFaults, startsOf } from "../../server/core/references.ts";
import { event } from "../support/written.ts";

const session = (id: string, over: Partial<Session> = {}): Session => ({
  id,
  title: { en: `Title ${id}`, zh: `题目${id}` },
  type: "forum",
  hall: "hall-2",
  startsAt: "2022-11-09T06:30:00.000Z",
  endsAt: "2022-11-09T07:30:00.000Z",
  speakers: [],
  ...over,
});
const later = { startsAt: "2022-11-09T08:00:00.000Z", endsAt: "2022-11-09T09:00:00.000Z" };
const given = event();

function news(before: Session[], after: Session[]) {
  let ids = 0;
  const changes = programmeNews({
    diff: diffProgrammes(before, after),
    event: given,
    nowMs: Date.parse("2022-11-09T00:00:00Z"),
    newId: () => `n${++ids}`,
  });
  for (const { next, entries, due } of changes) {
    expect(next.state).toBe("draft");
    expect([entries, due]).toEqual([[], undefined]);
    expect(writtenAnnouncementSchema.parse(next.written)).toEqual(next.written);
    // A draft that could never be published would help nobody.
    const sessionStarts = startsOf(after);
    expect(referenceFaults(next.written, { event: given, sessionStarts })).toEqual([]);
  }
  return changes.map(({ next }) => next.written);
}

describe("drafts of a changed programme", () => {
  test("a single session that moved is told with when and where it was and is, by the event's clock", () => {
    const [draft, ...more] = news([session("a")], [session("a", later)]);
    expect(more).toEqual([]);
    expect(draft).toMatchObject({
      kind: "programme-change",
      sessionId: "a",
      details: {
        sessionId: "a",
        change: "moved",
        from: expect.stringMatching(/14:30, Hall 2$/),
        to: expect.stringMatching(/16:00, Hall 2$/),
      },
      text: { en: { headline: "Moved: Title a" }, zh: { headline: "时间或地点变更：题目a" } },
    });
    expect(draft!.text.en?.body).toMatch(/14:30, Hall 2 → .*16:00, Hall 2$/);
  });

  test("what moved, what was cancelled and what was added are one draft each", () => {
    const before = [session("a"), session("b"), session("c"), session("d")];
    const after = [session("a", later), session("b", later), session("e"), session("f")];
    const [moved, cancelled, added] = news(before, after);
    expect(moved!.text.en?.headline).toBe("2 sessions moved");
    expect(moved!.text.en?.body.split("\n")).toHaveLength(2);
    expect(cancelled!.text.en?.headline).toBe("2 sessions cancelled");
    expect(added!.text.fr?.headline).toBe("2 nouvelles séances");
    expect(moved).not.toHaveProperty("sessionId");
  });

  test("a session that is gone is named, yet not referred to", () => {
    const [draft] = news([session("a"), session("b")], [session("b")]);
    expect(draft).toMatchObject({ details: { sessionId: "a", change: "cancelled" } });
    expect(draft).not.toHaveProperty("sessionId");
  });

  test("what merely reads otherwise is no news", () => {
    expect(news([session("a")], [session("a", { title: { en: "Renamed" } })])).toEqual([]);
  });

  test("a list that is too long says how many more there are", () => {
    const many = Array.from({ length: 800 }, (_, n) => session(`s${n}`, { title: { en: "x".repeat(60) } }));
    const [draft] = news([session("a")], [session("a"), ...many]);
    const { body } = draft!.text.en!;
    expect(body.length).toBeLessThanOrEqual(BODY_MAX);
    const lines = body.split("\n");
    expect(lines.at(-1)).toBe(`… and ${800 - (lines.length - 1)} more`);
  });
});
