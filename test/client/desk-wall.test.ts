/** The wall of screens: which stands first, which is found, what is counted, and what stands in a tile. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { countLine } from "../../client/desk/screens/counts.tsx";
import { sayBytes, sayLength, sayMoment, sayOffset } from "../../client/desk/screens/say.ts";
import { factsOf } from "../../client/desk/screens/screen-facts.ts";
import { sayScreen, sayTrouble } from "../../client/desk/screens/trouble-words.ts";
import { writtenCode } from "../../client/desk/screens/user-code.ts";
import {
  commonBuildOf,
  concernOf,
  everything,
  filteredWall,
  inWallOrder,
  NO_ZONE,
  wallCounts,
} from "../../client/desk/screens/wall.ts";
import { isUpright, whatShows } from "../../client/desk/screens/what-shows.ts";
import { screensWords } from "../../client/desk/screens/words.ts";
import { createDeskScreens, withShown, withTold } from "../../client/desk/state/desk-screens.ts";
import { placeIn } from "../../client/desk/state/pages.ts";
import { language } from "../../client/shared/words/words.ts";
import type { DeskKiosk } from "../../server/contract/desk-kiosk.ts";
import { newUserCode, readUserCode } from "../../server/kiosks/user-codes.ts";
import { deskItem } from "./desk-items.ts";
import { deskKiosk, zones } from "./desk-kiosks.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  language.value = "en";
});

const named = (name: string, over: Partial<DeskKiosk> = {}) => deskKiosk({ id: name, name, ...over });
const names = (kiosks: readonly DeskKiosk[]) => kiosks.map(({ name }) => name);

describe("which screen stands first", () => {
  const faulty = named("Faulty", { health: { build: "a", faults: [{ code: "no_wake_lock" }] } });
  const other = named("Other", { health: { build: "b" } });
  const usual = ["Hall 2", "Hall 10"].map((name) => named(name, { health: { build: "a" } }));
  const all = [
    ...usual.toReversed(),
    other,
    named("Waiting", { state: "waiting" }),
    faulty,
    named("Offline", { state: "offline" }),
    named("Stopped", { state: "stopped" }),
  ];

  test("what is wrong does, the worst before all; then by name, numbers as numbers", () => {
    expect(names(inWallOrder(all, "en"))).toEqual([
      "Stopped",
      "Offline",
      "Faulty",
      "Waiting",
      "Other",
      "Hall 2",
      "Hall 10",
    ]);
  });

  test("one that is away has no other worry, whatever it said before it went", () => {
    const { health } = faulty;
    expect(concernOf(named("a", { state: "offline", ...(health && { health }) }), "a")).toBe("offline");
  });

  test("what most run is common; where no build is run by more than any other, none is another", () => {
    expect(commonBuildOf(all)).toBe("a");
    expect(commonBuildOf([usual[0]!, other])).toBeUndefined();
    expect(commonBuildOf([named("gone", { state: "offline", health: { build: "c" } })])).toBeUndefined();
  });

  test("five hundred are put in order in no time", () => {
    const many = Array.from({ length: 500 }, (_, at) => named(`Screen ${at}`, { health: { build: "a" } }));
    const startedAt = performance.now();
    expect(inWallOrder(many, "en")).toHaveLength(500);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});

describe("looking for a screen", () => {
  const wall = [
    named("Café", { zone: "hall-2" }),
    named("Door", { zone: "east", state: "offline" }),
    named("Gate", { zone: "west", health: { faults: [{ code: "stalled" }] } }),
    named("Van"),
  ];
  const places = { zones, placeWords: ({ zone }: DeskKiosk) => (zone === "east" ? "East wing\n东翼" : "") };
  const found = (change: Partial<typeof everything>) =>
    names(filteredWall(wall, { ...everything, ...change }, places));

  test("by name in any case and without accents, or by its place in any language", () => {
    expect(found({ query: " cafe " })).toEqual(["Café"]);
    expect(found({ query: "东翼" })).toEqual(["Door"]);
    expect(found({ query: "door east" })).toEqual(["Door"]);
    expect(found({ query: "nothing" })).toEqual([]);
  });
  test("a zone holds what lies in it, and none what stands in no zone", () => {
    expect(found({ zone: "east" })).toEqual(["Café", "Door"]);
    expect(found({ zone: NO_ZONE })).toEqual(["Van"]);
  });
  test("by state, and those with faults", () => {
    expect(found({ state: "offline" })).toEqual(["Door"]);
    expect(found({ state: "faulty" })).toEqual(["Gate"]);
    expect(found({ state: "connected" })).toEqual(["Café", "Gate", "Van"]);
  });
});

describe("the line of counts", () => {
  const line = (kiosks: readonly DeskKiosk[]) =>
    countLine(wallCounts(kiosks), screensWords.value, (atMs) => new Date(atMs).toISOString().slice(11, 16));
  const away = (since: string) => deskKiosk({ state: "offline", since });

  test("says how many there are, and since when some are away", () => {
    const two = [away("2022-11-09T10:32:00.000Z"), away("2022-11-09T10:32:40.000Z")];
    expect(line([deskKiosk(), deskKiosk(), ...two])).toEqual(["2 of 4 screens", "2 offline since 10:32"]);
    expect(line([deskKiosk()])).toEqual(["1 of 1 screen"]);
  });
  test("says the first where they went one after the other", () => {
    const two = [away("2022-11-09T11:05:00.000Z"), away("2022-11-09T10:32:00.000Z")];
    expect(line(two)[1]).toBe("2 offline, the first since 10:32");
  });
  test("names what waits, what was stopped and what has faults", () => {
    const all = [
      deskKiosk({ state: "waiting" }),
      deskKiosk({ state: "stopped" }),
      deskKiosk({ health: { setAside: 1 } }),
    ];
    expect(line(all)).toEqual(["1 of 3 screens", "1 stopped", "1 not come yet", "1 with a fault"]);
  });
  test("is said in each language", () => {
    language.value = "fr";
    expect(line([deskKiosk(), away("2022-11-09T10:32:00.000Z")])).toEqual([
      "1 sur 2 écrans",
      "1 hors ligne depuis 10:32",
    ]);
    language.value = "zh";
    expect(line([deskKiosk()])).toEqual(["1 / 1 块屏幕在线"]);
  });
});

describe("what stands in a tile", () => {
  const item = deskItem({ id: "a1", state: "published", publishedAt: "2022-11-09T08:20:00.000Z" });
  const itemOf = (id: string) => (id === "a1" ? item : undefined);
  const showing = (more: object) => deskKiosk({ health: { showing: { screen: "stage", ...more } } });

  test("the announcement with its time, where it says which", () => {
    expect(whatShows(showing({ announcementId: "a1" }), itemOf)).toMatchObject({
      is: "announcement",
      atMs: Date.parse("2022-11-09T08:20:00.000Z"),
      isUrgent: false,
    });
  });
  test("what kind of screen it is, where it says no more, and where the announcement is not known", () => {
    expect(whatShows(showing({}), itemOf)).toEqual({ is: "screen", screen: "stage", atMs: undefined });
    expect(whatShows(showing({ announcementId: "gone", since: "not a time" }), itemOf)).toEqual({
      is: "screen",
      screen: "stage",
      atMs: undefined,
    });
    expect(whatShows(deskKiosk(), itemOf)).toEqual({ is: "unknown" });
  });
  test("since when there is no contact, whatever it said before", () => {
    const gone = { ...showing({ announcementId: "a1" }), state: "offline" as const };
    expect(whatShows(gone, itemOf)).toEqual({ is: "away", sinceMs: Date.parse(gone.since) });
    expect(whatShows(deskKiosk({ state: "waiting" }), itemOf)).toMatchObject({ is: "waiting" });
  });
  test("it stands as it was set, else as the device has it", () => {
    const tall = { screen: { width: 1080, height: 1920 } };
    expect(isUpright(deskKiosk({ health: tall }))).toBe(true);
    expect(isUpright(deskKiosk({ health: tall, orientation: "landscape" }))).toBe(false);
    expect(isUpright(deskKiosk({ orientation: "portrait-secondary" }))).toBe(true);
    expect(isUpright(deskKiosk())).toBe(false);
  });
});

describe("what a screen says of itself, in words", () => {
  test("faults by their code, in each language; one that is not known stands as it is", () => {
    const codes =
      "font_missing storage_unavailable no_wake_lock no_websocket clock_untrusted build_failed stalled not_full_screen memory_high";
    for (const tag of ["en", "zh", "fr"]) {
      language.value = tag;
      for (const code of codes.split(" ")) expect(sayTrouble(code, "zh")).not.toContain("_");
    }
    language.value = "en";
    expect(sayTrouble("font_missing", "zh-Hans")).toContain("中文");
    expect(sayTrouble("hdmi_flicker", "port 2")).toBe("hdmi_flicker: port 2");
    expect(sayTrouble("font_missing", "zh, ar")).toContain("中文 العربية");
    expect(sayTrouble("font_missing", "no_tag")).toContain("no_tag");
    expect([sayScreen("quiet"), sayScreen("toString")]).toEqual(["Quiet", "toString"]);
  });
  test("lengths, sizes and times as people say them", () => {
    expect([0, 4_000, 90_000, 4_020_000, 90_000_000].map((ms) => sayLength(ms, "en"))).toEqual([
      "0 sec",
      "4 sec",
      "1 min 30 sec",
      "1 hr 7 min",
      "1 day 1 hr",
    ]);
    expect([900, 12_400_000, 2_000_000_000].map((bytes) => sayBytes(bytes, "en"))).toEqual([
      "900 byte",
      "12 MB",
      "2 GB",
    ]);
    expect([sayOffset(-40, "en"), sayOffset(3_210, "en")]).toEqual(["40 ms", "3.2 sec"]);
    const said = { zone: "Asia/Shanghai", language: "en", today: "2022-11-09" };
    expect(sayMoment(Date.parse("2022-11-09T02:32:00Z"), said)).toBe("10:32");
    expect(sayMoment(Date.parse("2022-11-08T02:32:00Z"), said)).toBe("Tue 8 Nov 10:32");
  });
  test("what is odd is marked, and what it did not say is not there", () => {
    const facts = (kiosk: DeskKiosk) =>
      factsOf(kiosk, {
        words: screensWords.value,
        language: "en",
        commonBuild: "a",
        place: "",
        sayTime: () => "10:32",
      });
    expect(facts(deskKiosk()).map(({ name }) => name)).toEqual(["state", "seen", "place", "paired"]);
    const odd = facts(
      deskKiosk({ health: { build: "b", clock: { isTrusted: false }, setAside: 2, queued: 1 } }),
    ).filter(({ isOdd }) => isOdd);
    expect(odd.map(({ name, said }) => [name, said])).toEqual([
      ["version", "Other version than most: b"],
      ["clock", "Clock not checked"],
      ["reports", "1 report to come, 2 reports set aside"],
    ]);
    expect(facts(deskKiosk({ state: "waiting" })).find(({ name }) => name === "seen")?.said).toBe(
      "Never yet",
    );
  });
});

describe("the code that a screen shows", () => {
  test("is read as the server reads it, however it is typed", () => {
    for (const typed of ["bktd4p7x", " BKTD-4P7X ", "bktd 4p7x", "BKTD–4P7X"]) {
      expect(writtenCode(typed)).toBe("BKTD-4P7X");
      expect(readUserCode(writtenCode(typed))).toBe(readUserCode(typed));
    }
    const code = newUserCode();
    expect(writtenCode(code)).toBe(code);
  });
  test("comes with the address, beside the page that it opens", () => {
    const place = placeIn("#screens?code=BKTD-4P7X");
    expect([place.page, place.query.get("code")]).toEqual(["screens", "BKTD-4P7X"]);
    expect([placeIn("#people").page, placeIn("").page, placeIn("#nowhere?x=1").page]).toEqual([
      "people",
      "desk",
      "desk",
    ]);
  });
});

describe("what the desk is told of screens", () => {
  test("an older telling changes how it is, not how it is set up", () => {
    const held = deskKiosk({ revision: 3, name: "Renamed" });
    const told = deskKiosk({ revision: 2, state: "offline", since: "2022-11-09T03:00:00.000Z" });
    expect(withTold(held, told)).toMatchObject({ revision: 3, name: "Renamed", state: "offline" });
    expect(withTold(told, held)).toBe(held);
  });

  test("what was told last of the newest revision counts", () => {
    const told = (revision: number, screens: number, missing: number) => [
      { announcementId: "a1", revision, screens, missing },
    ];
    let held = withShown(new Map(), told(1, 4, 1));
    held = withShown(held, told(1, 4, 2));
    expect(held.get("a1")).toEqual({ revision: 1, screens: 4, missing: 2 });
    held = withShown(held, told(2, 1, 5));
    held = withShown(held, told(1, 6, 0));
    expect(held.get("a1")).toEqual({ revision: 2, screens: 1, missing: 5 });
  });

  test("what is told while the list is fetched is newer than the list", async () => {
    const pages: ((body: object) => void)[] = [];
    vi.stubGlobal(
      "fetch",
      () => new Promise((answer) => pages.push((body) => answer(new Response(JSON.stringify(body))))),
    );
    const screens = createDeskScreens(() => true);
    const loading = screens.reload();
    pages[0]!({ items: [named("a", { state: "waiting" }), named("b")], next: "b" });
    await vi.waitFor(() => expect(pages).toHaveLength(2));
    screens.told([named("a"), { id: "b", removed: true }]);
    pages[1]!({ items: [named("c")] });
    await loading;
    expect([...screens.all.value.values()].map(({ id, state }) => [id, state])).toEqual([
      ["a", "connected"],
      ["c", "connected"],
    ]);
    expect(screens.isKnown.value).toBe(true);
  });

  test("a pulse of a screen's health is no news to what waits for its state", () => {
    const screens = createDeskScreens(() => true);
    screens.told([named("a")]);
    const before = screens.standing.value;
    screens.told([named("a", { health: { queued: 4 } })]);
    expect(screens.standing.value).toBe(before);
    screens.told([named("a", { state: "offline" })]);
    expect(screens.standing.value).not.toBe(before);
  });

  test("nothing is kept where nobody is signed in", () => {
    const screens = createDeskScreens(() => false);
    screens.told([named("a")]);
    screens.toldShown([{ announcementId: "a1", revision: 1, screens: 1, missing: 0 }]);
    expect([screens.all.value.size, screens.shown.value.size]).toEqual([0, 0]);
  });
});
