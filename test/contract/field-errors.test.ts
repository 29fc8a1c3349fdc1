import { describe, expect, test } from "vitest";
import type { z } from "zod";
import {
  correctionSchema,
  newAnnouncementSchema,
  writtenAnnouncementSchema,
} from "../../server/contract/announcement.ts";
import {
  auditQuerySchema,
  deskListQuerySchema,
  feedQuerySchema,
  framesQuerySchema,
  markCurrentBodySchema,
  publishBodySchema,
  scheduleBodySchema,
  signInSchema,
  streamQuerySchema,
} from "../../server/contract/api.ts";
import { deskEventSchema } from "../../server/contract/event.ts";
import { fieldCodes } from "../../server/contract/field-codes.ts";
import { fieldErrors } from "../../server/contract/field-errors.ts";
import { event } from "../support/written.ts";

function errorsOf(schema: z.ZodType, value: unknown) {
  const parsed = schema.safeParse(value);
  if (parsed.success) throw new Error("it was taken");
  return fieldErrors(parsed.error, value);
}

const text = { en: { headline: "A headline" } };
const notice = (over: object) => [writtenAnnouncementSchema, { kind: "notice", text, ...over }] as const;
const headline = (value: unknown) => notice({ text: { en: { headline: value } } });
const action = (over: object) => notice({ actions: [{ for: "online", label: { en: "Go" }, ...over }] });
const urgent = (details: object, over: object = { expiresAt: "2099-01-01T00:00:00Z" }) =>
  [
    writtenAnnouncementSchema,
    { kind: "urgent", text, details: { status: "test", ...details }, ...over },
  ] as const;
const place = (over: object) =>
  [
    writtenAnnouncementSchema,
    { kind: "result", text, details: { podium: [{ place: 1, name: "Somebody", ...over }] } },
  ] as const;
const setUp = (over: object) => [deskEventSchema, { ...event(), ...over }] as const;
const zone = (id: string, parent?: string) => ({ id, name: { en: id }, ...(parent && { parent }) });

const cases: [string, string, z.ZodType, unknown, Record<string, string | number>?][] = [
  ["kind", "required", writtenAnnouncementSchema, { text }],
  [
    "kind",
    "not_one_of",
    writtenAnnouncementSchema,
    { kind: "party", text },
    {
      allowed: "session-start, release, result, programme-change, notice, urgent",
    },
  ],
  ["colour", "unknown_field", ...notice({ colour: "red" })],
  ["__proto", "unknown_field", ...notice({ __proto: 1 })],
  ["pinned", "wrong_type", ...notice({ pinned: "yes" }), { expected: "boolean" }],
  ["text.en.headline", "required", ...notice({ text: { en: { body: "" } } })],
  ["text.en.headline", "empty", ...headline("  ")],
  ["text.en.headline", "too_long", ...headline("x".repeat(10_000)), { max: 200 }],
  ["text.en.headline", "control_characters", ...headline("safe \u202e gnihsihp")],
  ["text.en.headline", "several_lines", ...headline("one\ntwo")],
  [
    "text.en.body",
    "too_long",
    ...notice({ text: { en: { headline: "x", body: "x".repeat(10_001) } } }),
    { max: 10_000 },
  ],
  ["text.english!", "bad_language", ...notice({ text: { ...text, "english!": { headline: "x" } } })],
  ["text", "needs_a_language", ...notice({ text: {} })],
  ["actions.0.url", "bad_link", ...action({ url: "javascript:alert(1)" })],
  ["actions.0.url", "bad_link", ...action({ url: "no address" })],
  ["actions.0.label", "needs_a_language", ...action({ label: {} })],
  [
    "actions",
    "too_many",
    ...notice({ actions: Array(11).fill({ for: "online", label: { en: "Go" } }) }),
    { max: 10 },
  ],
  ["audience.zones.0", "bad_id", ...notice({ audience: { zones: ["hall 2"] } })],
  ["embargoUntil", "bad_instant", ...notice({ embargoUntil: "2027-01-01T00:00:00" })],
  ["embargoUntil", "instant_out_of_range", ...notice({ embargoUntil: "1066-10-14T09:00:00Z" })],
  ["publishAt", "bad_instant", newAnnouncementSchema, { kind: "notice", text, publishAt: "soon" }],
  ["details.podium.0.place", "too_small", ...place({ place: 0 }), { min: 1 }],
  ["details.podium.0.place", "too_large", ...place({ place: 101 }), { max: 100 }],
  ["details.podium.0.place", "not_whole_number", ...place({ place: 1.5 })],
  ["details.podium.0.name", "empty", ...place({ name: "" })],
  ["details.podium.0.medal", "unknown_field", ...place({ medal: "gold" })],
  ["details.podium", "required", writtenAnnouncementSchema, { kind: "result", text }],
  ["details.podium", "unknown_field", ...notice({ details: { podium: [] } })],
  [
    "details.status",
    "not_one_of",
    ...urgent({ status: "drill", messageType: "alert" }),
    {
      allowed: "actual, exercise, test",
    },
  ],
  [
    "details.instruction",
    "too_long",
    ...urgent({ messageType: "alert", instruction: "x".repeat(501) }),
    { max: 500 },
  ],
  [
    "details.refersTo",
    "refers_to_missing",
    ...urgent({ messageType: "all-clear" }),
    { messageType: "all-clear" },
  ],
  ["expiresAt", "urgent_must_expire", ...urgent({ messageType: "alert" }, {})],
  [
    "text.zh.headline",
    "too_long",
    correctionSchema,
    { text: { zh: { headline: "字".repeat(201) } } },
    { max: 200 },
  ],
  ["undoMs", "too_large", publishBodySchema, { undoMs: 10_001 }, { max: 10_000 }],
  ["at", "at_or_follows", scheduleBodySchema, {}],
  [
    "follows.leadMinutes",
    "too_large",
    scheduleBodySchema,
    { follows: { sessionId: "s", leadMinutes: 1_441 } },
    { max: 1_440 },
  ],
  ["languages", "too_few", markCurrentBodySchema, { languages: [] }, { min: 1 }],
  ["email", "bad_email", signInSchema, { email: "nobody", password: "x" }],
  ["limit", "not_whole_number", feedQuerySchema, { limit: "1e3" }],
  ["limit", "too_large", feedQuerySchema, { limit: "101" }, { max: 100 }],
  ["limit", "too_small", feedQuerySchema, { limit: "0" }, { min: 1 }],
  ["after", "required", framesQuerySchema, { epoch: "e" }],
  ["cursor", "bad_cursor", streamQuerySchema, { cursor: "7" }],
  ["cursor", "bad_cursor", streamQuerySchema, { cursor: "e.9999999999999999" }],
  ["cursor", "bad_cursor", deskListQuerySchema, { cursor: "x" }],
  ["q", "empty", auditQuerySchema, { q: "" }],
  ["endsAt", "ends_before_start", ...setUp({ endsAt: "2022-11-08T00:00:00Z" })],
  ["timeZone", "bad_time_zone", ...setUp({ timeZone: "Mars/Olympus" })],
  ["languages", "language_twice", ...setUp({ languages: ["en", "en"] })],
  ["languages", "too_few", ...setUp({ languages: [] }), { min: 1 }],
  ["name", "default_language_missing", ...setUp({ languages: ["fr", "en"] }), { language: "fr" }],
  ["zones", "id_twice", ...setUp({ zones: [zone("hall-2"), zone("hall-2")] })],
  [
    "zones.1.parent",
    "unknown_zone",
    ...setUp({ zones: [zone("hall-2"), zone("b", "none")] }),
    { id: "none" },
  ],
  ["zones.1.parent", "zone_circle", ...setUp({ zones: [zone("hall-2"), zone("b", "c"), zone("c", "b")] })],
  [
    "openingHours.0.date",
    "bad_date",
    ...setUp({ openingHours: [{ date: "today", opens: "09:00", closes: "18:00" }] }),
  ],
  [
    "openingHours.0.opens",
    "bad_clock_time",
    ...setUp({ openingHours: [{ date: "2022-11-09", opens: "9", closes: "18:00" }] }),
  ],
];

describe("[R4] every error at a field has a code and the values that it is about", () => {
  test.for(cases)("%s: %s", ([path, code, schema, value, values]) => {
    expect(errorsOf(schema, value)).toContainEqual({
      path,
      message: expect.stringMatching(/\w/),
      code,
      ...(values === undefined ? {} : { values }),
    });
  });

  test("each code is on the list, each with the names of its values there, and none is merely malformed", () => {
    for (const [path, , schema, value] of cases) {
      for (const error of errorsOf(schema, value)) {
        expect(Object.keys(fieldCodes), path).toContain(error.code);
        expect(error.code, path).not.toBe("malformed");
        const names = fieldCodes[error.code as keyof typeof fieldCodes];
        expect(Object.keys(error.values ?? {}), path).toEqual(names);
      }
    }
  });

  test("the words are for people: none of a schema's own", () => {
    const words = cases.flatMap(([, , schema, value]) =>
      errorsOf(schema, value).map(({ message }) => message),
    );
    for (const message of words) expect(message).not.toMatch(/expected|Invalid|Too (big|small)|received/);
  });

  test("codes are plain snake_case, since programs and pages name them", () => {
    for (const code of Object.keys(fieldCodes)) expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });
});
