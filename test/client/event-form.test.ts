import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changesOf } from "../../client/desk/setup/event-diff.ts";
import {
  clockOf,
  daysOf,
  type EventForm,
  eventOf,
  formOf,
  isUnset,
  minutesOf,
  stepped,
  withAllDays,
  withoutLanguage,
} from "../../client/desk/setup/event-form.ts";
import { mergeForms, taking } from "../../client/desk/setup/event-merge.ts";
import { faultyRows, faultySections } from "../../client/desk/setup/faulty-sections.ts";
import { type DeskEvent, deskEventSchema } from "../../server/contract/event.ts";

const event: DeskEvent = deskEventSchema.parse({
  name: { en: "Wuzhen Summit", zh: "乌镇峰会" },
  theme: { en: "A shared future" },
  startsAt: "2022-11-09T00:00:00.123Z",
  endsAt: "2022-11-11T07:00:00.000Z",
  timeZone: "Asia/Shanghai",
  languages: ["en", "zh"],
  zones: [
    { id: "venue", name: { en: "Venue" } },
    { id: "ground", name: { en: "Ground floor", zh: "一层" }, parent: "venue" },
  ],
  halls: [
    {
      id: "hall-1",
      name: { en: "Hall 1", zh: "一号厅" },
      zone: "ground",
      streamUrl: "https://live.example/1",
    },
    { id: "hall-2", name: { en: "Hall 2" } },
  ],
  tracks: [{ id: "ai", name: { en: "AI" } }],
  openingHours: [
    { date: "2022-11-09", opens: "08:00", closes: "12:00" },
    { date: "2022-11-09", opens: "13:00", closes: "19:00" },
  ],
  rehearsal: true,
  rehearsalNotice: { en: "Not a record" },
});
const form = formOf(event);

const withHall = (held: EventForm, id: string, change: object): EventForm => ({
  ...held,
  halls: held.halls.map((hall) => (hall.id === id ? { ...hall, ...change } : hall)),
});

describe("the event's form", () => {
  test("opening and saving changes nothing, to the millisecond, and is what the contract takes", () => {
    expect(eventOf(form, event)).toEqual(event);
    expect(changesOf(form, formOf(event))).toEqual([]);
  });
  test("times keep the clock they were typed with when the zone changes", () => {
    const moved = eventOf({ ...form, timeZone: "Europe/Paris" }, event);
    expect(form.startsAt).toBe("2022-11-09T08:00");
    expect(moved.startsAt).toBe("2022-11-09T07:00:00.000Z");
  });
  test("what cannot be read is sent as it was typed, so that the server says so at its field", () => {
    const sent = eventOf({ ...form, startsAt: "soon", everySession: "5, ten" }, event);
    const faults = deskEventSchema.safeParse(sent).error?.issues.map(({ path }) => path.join("."));
    expect(faults).toContain("startsAt");
    expect(faults).toContain("policies.sessionStarts.everySession.1");
    expect(deskEventSchema.safeParse(eventOf({ ...form, timeZone: "Mars/Olympus" }, event)).success).toBe(
      false,
    );
  });
  test("times are read as people type them, and what is none stays", () => {
    expect(["9", "930", "9.30", "9：30", "18h", "8:05"].map(clockOf)).toEqual([
      "09:00",
      "09:30",
      "09:30",
      "09:30",
      "18:00",
      "08:05",
    ]);
    for (const none of ["", "24:00", "9:75", "noon"]) expect(clockOf(none)).toBe(none);
    expect(eventOf({ ...form, startsAt: "2022-11-09T9" }, event).startsAt).toBe("2022-11-09T01:00:00.000Z");
  });
  test("minutes are read with whatever stands between them", () => {
    expect(minutesOf(" 10, 5，0;1 ")).toEqual([10, 5, 0, 1]);
    expect(minutesOf("")).toEqual([]);
  });
  test("empty fields are absent", () => {
    const sent = eventOf(
      { ...withHall(form, "hall-1", { zone: "", streamUrl: " " }), theme: { en: " " } },
      event,
    );
    expect(sent).not.toHaveProperty("theme");
    expect((sent.halls as object[])[0]).toEqual({ id: "hall-1", name: { en: "Hall 1", zh: "一号厅" } });
  });
  test("a language goes with every name in it, and the last one stays", () => {
    const without = withoutLanguage(form, "zh");
    expect(JSON.stringify(without)).not.toContain('"zh"');
    expect(withoutLanguage(without, "en")).toBe(without);
    expect(deskEventSchema.safeParse(eventOf(without, event)).success).toBe(true);
  });
  test("every day gets hours, those that have some keep them", () => {
    expect(daysOf(form)).toEqual(["2022-11-09", "2022-11-10", "2022-11-11"]);
    const all = withAllDays(form);
    expect(all.map(({ date }) => date)).toEqual(["2022-11-09", "2022-11-09", "2022-11-10", "2022-11-11"]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(4);
    expect(daysOf({ startsAt: "", endsAt: "x" })).toEqual([]);
  });
  test("an event that nobody set up is known as such", () => {
    const blank = deskEventSchema.parse({
      ...{ name: { en: "Event" }, timeZone: "UTC", languages: ["en"], halls: [], zones: [], tracks: [] },
      startsAt: "1970-01-01T00:00:00.000Z",
      endsAt: "1970-01-01T00:00:00.000Z",
    });
    expect(isUnset(formOf(blank))).toBe(true);
    expect(isUnset(form)).toBe(false);
  });
  test("a step beyond either end is no step", () => {
    const list = ["a", "b"];
    expect(stepped(list, 0, -1)).toBe(list);
    expect(stepped(list, 1, 1)).toBe(list);
    expect(stepped(list, 0, 1)).toEqual(["b", "a"]);
  });
});

describe("what changes", () => {
  test("each thing that a person would name is one line, was and is", () => {
    const next = {
      ...withHall(form, "hall-1", {
        streamUrl: "https://live.example/9",
        name: { en: "Main hall", zh: "一号厅" },
      }),
      endsAt: "2022-11-12T15:00",
      twoPersonApproval: ["urgent"] as const,
    };
    const lines = changesOf(form, next).map(({ section, item, field, was, is }) => [
      section,
      item?.id ?? "",
      field ?? "",
      was,
      is,
    ]);
    expect(lines).toEqual([
      ["dates", "", "endsAt", "2022-11-11T15:00", "2022-11-12T15:00"],
      ["halls", "hall-1", "placeName", "Hall 1", "Main hall"],
      ["halls", "hall-1", "streamUrl", "https://live.example/1", "https://live.example/9"],
      ["policies", "", "twoPersonApproval", "", "urgent"],
    ]);
  });
  test("added, removed and reordered are told apart, and keys are unique", () => {
    const next: EventForm = {
      ...form,
      halls: [form.halls[1]!, form.halls[0]!, { id: "new", name: { en: "New" }, zone: "", streamUrl: "" }],
      tracks: [],
      hours: form.hours.map((row) => ({ ...row, closes: "20:00" })),
    };
    const changes = changesOf(form, next);
    const told = changes.map(({ section, what }) => `${section} ${what}`);
    expect(told).toEqual([
      "halls added",
      "halls reordered",
      "tracks removed",
      "hours changed",
      "hours changed",
    ]);
    expect(new Set(changes.map(({ key }) => key)).size).toBe(changes.length);
  });
  test("that a language goes is said once, not again for every name", () => {
    const told = changesOf(form, withoutLanguage(form, "zh"));
    expect(told.map(({ section, what, language }) => [section, what, language])).toEqual([
      ["languages", "removed", "zh"],
    ]);
  });
  test("spaces at the end of a line are no change", () => {
    expect(changesOf(form, { ...form, name: { ...form.name, en: "Wuzhen Summit " } })).toEqual([]);
  });
});

describe("two people at once", () => {
  test("what only one changed is kept, from both", () => {
    const mine = withHall(form, "hall-1", { name: { en: "Mine", zh: "一号厅" } });
    const theirs = { ...withHall(form, "hall-1", { streamUrl: "" }), timeZone: "UTC" };
    const { form: merged, clashes } = mergeForms(form, mine, theirs);
    expect(clashes).toEqual([]);
    expect(merged.halls[0]).toEqual({
      id: "hall-1",
      name: { en: "Mine", zh: "一号厅" },
      zone: "ground",
      streamUrl: "",
    });
    expect(merged.timeZone).toBe("UTC");
  });
  test("where both changed a field mine stays, and theirs can be had", () => {
    const mine = { ...form, name: { ...form.name, en: "Mine" } };
    const theirs = { ...form, name: { ...form.name, en: "Theirs" } };
    const { form: merged, clashes } = mergeForms(form, mine, theirs);
    expect(merged.name.en).toBe("Mine");
    expect(clashes).toEqual([{ path: ["name", "en"], mine: "Mine", theirs: "Theirs" }]);
    expect(taking(merged, clashes[0]!).name).toEqual(theirs.name);
  });
  test("a hall that they removed while I changed it is not lost, and may go", () => {
    const mine = withHall(form, "hall-2", { zone: "venue" });
    const theirs = { ...form, halls: form.halls.slice(0, 1) };
    const { form: merged, clashes } = mergeForms(form, mine, theirs);
    expect(merged.halls.map(({ id }) => id)).toEqual(["hall-1", "hall-2"]);
    expect(clashes[0]?.theirs).toBeUndefined();
    expect(taking(merged, clashes[0]!).halls).toEqual(theirs.halls);
  });
  test("halls that either added or removed are so for both", () => {
    const hall = (id: string) => ({ id, name: { en: id }, zone: "", streamUrl: "" });
    const mine = { ...form, halls: [...form.halls, hall("mine")] };
    const theirs = { ...form, halls: [form.halls[0]!, hall("theirs")] };
    const { form: merged } = mergeForms(form, mine, theirs);
    expect(merged.halls.map(({ id }) => id).toSorted()).toEqual(["hall-1", "mine", "theirs"]);
  });
  test("whatever both typed, nothing that only I typed is lost, and nothing that only they did", () => {
    const text = fc.constantFrom("a", "b", "c");
    fc.assert(
      fc.property(text, text, text, text, (myName, myStream, theirName, theirStream) => {
        const put = (name: string, streamUrl: string) =>
          withHall(form, "hall-1", { name: { en: name }, streamUrl });
        const [base, mine, theirs] = [put("a", "a"), put(myName, myStream), put(theirName, theirStream)];
        const hall = mergeForms(base, mine, theirs).form.halls[0]!;
        expect(hall.name.en).toBe(myName === "a" ? theirName : myName);
        expect(hall.streamUrl).toBe(myStream === "a" ? theirStream : myStream);
      }),
    );
  });
});

test("faults stand in their part of the page, and at their row", () => {
  const fault = (path: string) => ({ path, message: "is wrong" });
  const errors = ["halls.3.streamUrl", "halls.3.name", "openingHours.0.opens", "zones", "elsewhere"].map(
    fault,
  );
  expect([...faultySections(errors)]).toEqual([
    ["halls", 2],
    ["hours", 1],
    ["zones", 1],
  ]);
  expect([...faultyRows(errors, "halls")]).toEqual([3]);
  expect([...faultyRows(errors, "zones")]).toEqual([]);
});
