import { describe, expect, test } from "vitest";
import { changedParts } from "../../client/feed/cards/changed-parts.ts";
import { ownTimeOf } from "../../client/feed/cards/own-time.tsx";
import { phaseOf, progressOf } from "../../client/feed/cards/session-phase.ts";
import { wordChanges } from "../../client/feed/cards/word-changes.ts";
import type { Session } from "../../server/contract/programme.ts";

const at = (clock: string) => Date.parse(`2022-11-09T${clock}:00.000Z`);
const session: Session = {
  id: "forum",
  title: { en: "Forum" },
  type: "forum",
  startsAt: "2022-11-09T08:30:00.000Z",
  endsAt: "2022-11-09T09:40:00.000Z",
  speakers: [],
};

describe("a session's card", () => {
  test.for([
    ["2022-11-08T08:29:59.000Z", "later"],
    ["2022-11-08T08:30:00.000Z", "ahead"],
    ["2022-11-09T08:29:59.999Z", "ahead"],
    ["2022-11-09T08:30:00.000Z", "on"],
    ["2022-11-09T09:39:59.999Z", "on"],
    ["2022-11-09T09:40:00.000Z", "ended"],
  ] as const)("at %s it is %s", ([now, phase]) => {
    expect(phaseOf(session, Date.parse(now))).toBe(phase);
  });
  test("its progress fills from its start to its end, and no further", () => {
    const marks = ["08:00", "08:30", "09:05", "09:40", "10:00"].map((clock) =>
      progressOf(session, at(clock)),
    );
    expect(marks).toEqual([0, 0, 50, 100, 100]);
  });
  test("one without length is whole once it has begun", () => {
    const moment = { ...session, endsAt: session.startsAt };
    expect([progressOf(moment, at("08:29")), progressOf(moment, at("08:31"))]).toEqual([0, 100]);
  });
});

describe("the reader's own time", () => {
  test("is nothing new where their clock shows what the venue's does", () => {
    expect(ownTimeOf(at("08:30"), "Asia/Shanghai", "Asia/Shanghai", "en")).toBeUndefined();
    expect(ownTimeOf(at("08:30"), "Asia/Shanghai", "Asia/Singapore", "en")).toBeUndefined();
  });
  test("names the day where it is another one", () => {
    expect(ownTimeOf(at("08:30"), "Asia/Shanghai", "Europe/London", "en")).toEqual({
      day: "",
      time: "08:30",
    });
    expect(ownTimeOf(at("02:30"), "Asia/Shanghai", "America/New_York", "en")).toEqual({
      day: "Tue",
      time: "21:30",
    });
  });
  test("is told where the clocks agree and the days do not", () => {
    expect(ownTimeOf(at("09:30"), "Pacific/Kiritimati", "Pacific/Honolulu", "en")).toEqual({
      day: "Tue",
      time: "23:30",
    });
  });
});

describe("what was and what is", () => {
  test.for([
    ["16:00, Hall 3", "16:40, Hall 6", ["16:00", "Hall 3"], ["16:40", "Hall 6"]],
    ["Wed, Nov 9, 16:00, Hall 3", "Wed, Nov 9, 16:00, Hall 6", ["Hall 3"], ["Hall 6"]],
    ["周三 16:00，3 号厅", "周三 16:40，3 号厅", ["周三 16:00"], ["周三 16:40"]],
    ["16:00", "16:40, Hall 6", ["16:00"], ["16:40, Hall 6"]],
    ["Hall 3", "Hall 3", ["Hall 3"], ["Hall 3"]],
    ["16:00, Hall 3", undefined, ["16:00, Hall 3"], []],
    [undefined, "17:00", [], ["17:00"]],
  ] as const)("%s → %s", ([from, to, was, is]) => {
    expect(changedParts(from, to)).toEqual([was, is]);
  });
});

describe("what a correction changed", () => {
  const texts = [
    ["More than 300 companies show.", "More than 400 companies show."],
    ["", "Something new"],
    ["Gone altogether", ""],
    ["One two three four", "zero One three five four"],
    ["论坛在三号厅开始。", "论坛在六号厅开始。"],
    ["a a a b", "b a a"],
    ["same", "same"],
  ] as const;
  test.for(texts)("gives both texts back to the letter: %s → %s", ([was, is]) => {
    const pieces = wordChanges(was, is, "en");
    const without = (change: string) =>
      pieces
        .filter((piece) => piece.change !== change)
        .map(({ text }) => text)
        .join("");
    expect([without("added"), without("removed")]).toEqual([was, is]);
  });
  test("marks the word and nothing around it", () => {
    expect(wordChanges(texts[0][0], texts[0][1], "en")).toEqual([
      { change: "same", text: "More than " },
      { change: "removed", text: "300" },
      { change: "added", text: "400" },
      { change: "same", text: " companies show." },
    ]);
  });
  test("two words rewritten side by side are one change", () => {
    const pieces = wordChanges("leave by the east doors now", "leave by the west gate now", "en");
    expect(pieces.map(({ change }) => change)).toEqual(["same", "removed", "added", "same"]);
  });
  test("a text too long to be compared is told to have been replaced", () => {
    const long = (word: string) => Array.from({ length: 900 }, (_, at) => `${word}${at}`).join(" ");
    const pieces = wordChanges(long("a"), long("b"), "en");
    expect(pieces.map(({ change }) => change)).toEqual(["removed", "added"]);
  });
});
