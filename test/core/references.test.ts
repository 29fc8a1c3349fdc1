import { describe, expect, test } from "vitest";
import { pastFaults, referenceFaults } from "../../server/core/references.ts";
import { around, fromNow, NOW } from "../support/decisions.ts";
import { event, notice, urgent } from "../support/written.ts";

const paths = (over: Record<string, unknown>, surroundings = around()) =>
  referenceFaults(notice("N", over), surroundings).map(({ path }) => path);

describe("what an announcement says of the event", () => {
  test("without fault where all that it names is there", () => {
    expect(
      paths({
        text: { en: { headline: "N" }, zh: { headline: "N" }, fr: { headline: "N" } },
        audience: { zones: ["venue", "hall-2"], tracks: ["governance"] },
        sessionId: "a-session",
        actions: [{ for: "online", label: { en: "Watch", zh: "看" } }],
      }),
    ).toEqual([]);
  });

  test.for([
    [{ text: { zh: { headline: "N" } } }, "text.en"],
    [{ text: { en: { headline: "N" }, de: { headline: "N" } } }, "text.de"],
    // A language is the event's as it is spelled there.
    [{ text: { en: { headline: "N" }, EN: { headline: "N" } } }, "text.EN"],
    [{ audience: { zones: ["east", "no-such"] } }, "audience.zones.1"],
    // Ids of one kind are not ids of another.
    [{ audience: { zones: ["governance"] } }, "audience.zones.0"],
    [{ audience: { tracks: ["east"] } }, "audience.tracks.0"],
    [{ sessionId: "no-such" }, "sessionId"],
    [{ actions: [{ for: "online", label: { en: "W", de: "S" } }] }, "actions.0.label.de"],
  ] as const)("%j is a fault of %s alone", ([over, path]) => {
    expect(paths(over)).toEqual([path]);
  });

  test("the default language is the event's first", () => {
    const french = around({ event: event({ languages: ["fr", "en"], name: { fr: "Sommet" } }) });
    expect(paths({ text: { en: { headline: "N" } } }, french)).toEqual(["text.fr"]);
    expect(paths({ text: { fr: { headline: "N" } } }, french)).toEqual([]);
  });

  test("what is referred to is checked where the caller has looked it up", () => {
    const update = urgent("U", { messageType: "update", refersTo: "the-alert" });
    const faults = (alerts?: ReadonlyMap<string, string>) =>
      referenceFaults(update, around(alerts === undefined ? {} : { alerts })).map(({ path }) => path);
    expect(faults(new Map())).toEqual(["details.refersTo"]);
    expect(faults(new Map([["the-alert", "the-alert"]]))).toEqual([]);
    expect(faults()).toEqual([]);
  });
});

describe("instants that were past when they were given", () => {
  const faults = (over: Record<string, unknown>, before?: Record<string, unknown>) =>
    pastFaults(notice("N", over), before && notice("N", before), NOW).map(({ path }) => path);

  test("now is past, a millisecond later is not", () => {
    for (const field of ["embargoUntil", "expiresAt"]) {
      expect(faults({ [field]: fromNow(0) })).toEqual([field]);
      expect(faults({ [field]: fromNow(1) })).toEqual([]);
    }
    expect(faults({})).toEqual([]);
  });

  test("what it had already is not given again", () => {
    const both = { embargoUntil: fromNow(-2), expiresAt: fromNow(-1) };
    expect(faults(both, both)).toEqual([]);
    expect(faults(both, { expiresAt: fromNow(-1) })).toEqual(["embargoUntil"]);
    expect(faults({ expiresAt: fromNow(-3) }, both)).toEqual(["expiresAt"]);
  });
});
