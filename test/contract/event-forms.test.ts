import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deskEventSchema, eventSchema } from "../../server/contract/event.ts";
import { event } from "../support/written.ts";

const given = {
  name: { en: "Summit" },
  startsAt: "2022-11-09T09:00:00+08:00",
  endsAt: "2022-11-11T18:00:00+08:00",
  timeZone: "Asia/Shanghai",
  languages: ["en", "zh"],
  halls: [{ id: "hall-2", name: { en: "Hall 2" }, zone: "east" }],
  zones: [
    { id: "venue", name: { en: "Venue" } },
    { id: "east", name: { en: "East" }, parent: "venue" },
  ],
  tracks: [{ id: "governance", name: { en: "Governance" } }],
};
const zone = (id: string, parent?: string) => ({
  id,
  name: { en: id },
  ...(parent === undefined ? {} : { parent }),
});
/** The paths at fault, each once. */
const faults = (over: Record<string, unknown>): string[] => [
  ...new Set(
    deskEventSchema.safeParse({ ...given, ...over }).error?.issues.map(({ path }) => path.join(".")),
  ),
];

describe("an event as an organiser sets it up", () => {
  test("what is given is kept, in our own form, and the rest gets what its absence means", () => {
    expect(faults({})).toEqual([]);
    expect(deskEventSchema.parse(given)).toEqual({
      ...given,
      startsAt: "2022-11-09T01:00:00.000Z",
      endsAt: "2022-11-11T10:00:00.000Z",
      rehearsal: false,
      openingHours: [],
      policies: {
        twoPersonApproval: [],
        sessionStarts: { everySession: [0], plenaryAndFinals: [10, 0] },
      },
    });
  });

  test("what it gives out it takes again, whole", () => {
    const once = deskEventSchema.parse({
      ...given,
      openingHours: [{ date: "2022-11-09", opens: "09:00", closes: "18:00" }],
    });
    expect(deskEventSchema.parse(once)).toEqual(once);
    const { openingHours: _hours, policies: _policies, ...shown } = event();
    expect(eventSchema.parse(shown)).toEqual(shown);
  });

  test.for([
    ["a name without the default language", { name: { zh: "峰会" } }, "name"],
    ["an end before the start", { endsAt: "2022-11-09T08:59:59+08:00" }, "endsAt"],
    ["a zone that is its own parent", { zones: [zone("east", "east")] }, "zones.0.parent"],
    ["a parent that is not there", { zones: [zone("east", "nowhere")] }, "zones.0.parent"],
    ["a hall in a zone that is not there", { zones: [] }, "halls.0.zone"],
    ["a zone id twice", { zones: [zone("east"), zone("east")] }, "zones"],
    ["a track id twice", { tracks: [zone("a"), zone("a")] }, "tracks"],
    ["a hall id twice", { halls: [zone("a"), zone("a")] }, "halls"],
    ["no language", { languages: [] }, "languages"],
    ["a language twice", { languages: ["en", "zh", "en"] }, "languages"],
    ["what is no language", { languages: ["en", "chinese language"] }, "languages.1"],
    ["a time zone that is none", { timeZone: "Mars/Base" }, "timeZone"],
    ["an offset for a time zone", { timeZone: "+08:00" }, "timeZone"],
    ["a start without zone", { startsAt: "2022-11-09T09:00:00" }, "startsAt"],
    [
      "a stream that is no link",
      { halls: [{ ...zone("a"), streamUrl: "javascript:x" }] },
      "halls.0.streamUrl",
    ],
    ["a hall without name", { halls: [{ id: "a", name: {} }] }, "halls.0.name"],
    [
      "hours that are none",
      { openingHours: [{ date: "2022-11-09", opens: "24:00", closes: "25:00" }] },
      "openingHours.0.opens,openingHours.0.closes",
    ],
    [
      "a day that is none",
      { openingHours: [{ date: "2022-02-30", opens: "09:00", closes: "18:00" }] },
      "openingHours.0.date",
    ],
    [
      "two persons for a kind that cannot",
      { policies: { twoPersonApproval: ["notice"] } },
      "policies.twoPersonApproval.0",
    ],
    [
      "a lead time that is negative",
      { policies: { sessionStarts: { everySession: [-1], plenaryAndFinals: [] } } },
      "policies.sessionStarts.everySession.0",
    ],
  ] as const)("%s is refused", ([, over, paths]) => {
    expect(faults(over)).toEqual(paths.split(","));
  });

  test("every zone of a circle is named, and one that only leads into it", () => {
    const zones = [zone("a", "b"), zone("b", "c"), zone("c", "a"), zone("into", "a"), zone("free")];
    expect(faults({ zones, halls: [] })).toEqual([0, 1, 2, 3].map((at) => `zones.${at}.parent`));
  });

  test("the same id may be a hall, a zone and a track", () => {
    expect(faults({ halls: [zone("a")], zones: [zone("a")], tracks: [zone("a")] })).toEqual([]);
  });

  test("whatever the parents, it is taken exactly when every chain ends", () => {
    const ids = ["a", "b", "c", "d"];
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.constantFrom(...ids), { nil: undefined }), { minLength: 4, maxLength: 4 }),
        (parents) => {
          const ends = ids.every((_, start) => {
            let at = start;
            for (let step = 0; step <= ids.length; step += 1) {
              const parent = parents[at];
              if (parent === undefined) return true;
              at = ids.indexOf(parent);
            }
            return false;
          });
          const zones = ids.map((id, at) => zone(id, parents[at]));
          expect(faults({ zones, halls: [] }).length === 0).toBe(ends);
        },
      ),
    );
  });

  test.for([
    [{ secret: 1 }, ""],
    [{ halls: [{ ...zone("a"), seats: 5 }] }, "halls.0"],
    [{ zones: [{ ...zone("a"), kind: "x" }] }, "zones.0"],
    [{ tracks: [{ ...zone("a"), colour: "red" }] }, "tracks.0"],
    [{ policies: { everything: true } }, "policies"],
    [
      { openingHours: [{ date: "2022-11-09", opens: "09:00", closes: "18:00", note: "x" }] },
      "openingHours.0",
    ],
  ] as const)("[R1] an unknown field is refused: %j", ([over, path]) => {
    expect(faults({ halls: [], ...over })).toEqual([path]);
  });

  test("[R1] so is __proto__", () => {
    const { error } = deskEventSchema.safeParse(
      JSON.parse(`{"__proto__":{},${JSON.stringify(given).slice(1)}`),
    );
    expect(error?.issues[0]).toMatchObject({ code: "unrecognized_keys", keys: ["__proto__"] });
  });
});
