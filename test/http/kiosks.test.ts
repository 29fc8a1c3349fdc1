import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deskKioskSchema } from "../../server/contract/desk-kiosk.ts";
import { kioskConfigSchema, pairingSchema, waitingScreenSchema } from "../../server/contract/kiosk.ts";
import { INTERVAL_MS } from "../../server/kiosks/pairings.ts";
import { newUserCode, readUserCode, USER_CODE_LETTERS } from "../../server/kiosks/user-codes.ts";
import { type HttpNode, httpNode } from "./support.ts";

const PAIRINGS = "/api/v1/kiosk/pairings";
const KIOSKS = "/api/v1/desk/kiosks";
const BLACKOUTS = "/api/v1/desk/blackouts";

let node: HttpNode;
beforeAll(async () => {
  node = await httpNode();
});
afterAll(() => node.stop());

const open = async (json: unknown = {}) => (await node.ask(PAIRINGS, { json })).json;
const token = (json: unknown) => node.ask(`${PAIRINGS}/token`, { json });
const claim = (json: Record<string, unknown>, as: "lead" | "admin-token" = "admin-token") =>
  node.ask(`${KIOSKS}/claim`, { as, json });

/** Paired; with its token. */
async function screen(settings: Record<string, unknown> = {}) {
  const { deviceCode, userCode } = await open();
  const claimed = await claim({
    userCode,
    name: "Foyer",
    zone: "hall-2",
    languages: ["en", "zh"],
    ...settings,
  });
  expect(claimed.status, claimed.text).toBe(201);
  const given = await token({ deviceCode });
  return {
    id: claimed.json.id as string,
    token: given.json.token as string,
    deviceCode,
    kiosk: given.json.kiosk,
  };
}

describe("codes", () => {
  test("are eight letters of an alphabet without look-alikes, and read however they are typed", () => {
    const code = newUserCode();
    expect(code).toMatch(new RegExp(`^[${USER_CODE_LETTERS}]{4}-[${USER_CODE_LETTERS}]{4}$`));
    const typed = [code, code.toLowerCase(), code.replace("-", ""), ` ${code.replace("-", " – ")} `];
    expect(typed.map(readUserCode)).toEqual(Array(4).fill(code));
    expect(new Set(Array.from({ length: 500 }, newUserCode)).size).toBe(500);
  });
});

describe("pairing", () => {
  test("[KP1] a code is shown, typed, and answered with a token, once", async () => {
    const answer = await node.ask(PAIRINGS, {
      json: { screen: { width: 1920, height: 1080 } },
      headers: { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/130" },
    });
    expect(answer.status).toBe(201);
    const { deviceCode, userCode, intervalMs, expiresAt } = pairingSchema.parse(answer.json);
    expect(intervalMs).toBe(INTERVAL_MS);
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(590_000);
    const pending = await token({ deviceCode });
    expect([pending.status, pending.json.code]).toEqual([400, "authorization_pending"]);

    const seen = await node.ask(`${KIOSKS}/pairings`, {
      as: "lead",
      json: { userCode: userCode.toLowerCase() },
    });
    expect(waitingScreenSchema.parse(seen.json)).toMatchObject({
      userCode,
      device: "Chrome on Linux",
      screen: { width: 1920, height: 1080 },
    });

    const claimed = await claim(
      { userCode, name: "Foyer west", zone: "east", languages: ["zh", "en"] },
      "lead",
    );
    expect(claimed.status).toBe(201);
    expect(deskKioskSchema.parse(claimed.json)).toMatchObject({
      name: "Foyer west",
      zone: "east",
      languages: ["zh", "en"],
      layout: "foyer",
      state: "waiting",
      pairedBy: "lead bot",
      revision: 1,
    });
    const given = await token({ deviceCode });
    expect(given.status).toBe(200);
    expect(given.json.token).toMatch(/^ffk_[\w-]{43}$/);
    expect(kioskConfigSchema.parse(given.json.kiosk)).toMatchObject({
      id: claimed.json.id,
      name: "Foyer west",
      feedUrl: node.base,
      blackouts: [],
    });
    const again = await token({ deviceCode });
    expect([again.status, again.json.code]).toEqual([400, "expired_token"]);
    const second = await claim({ userCode, name: "Another" });
    expect([second.status, second.json.code]).toEqual([404, "not_found"]);
    expect(second.json.errors).toMatchObject([{ path: "userCode", code: "unknown_code" }]);
  });

  test("without a body, and with the name alone: the event says the rest", async () => {
    const begun = await node.ask(PAIRINGS, { method: "POST" });
    expect(begun.status).toBe(201);
    const claimed = await claim({ userCode: begun.json.userCode, name: "Bare" });
    expect(claimed.json).toMatchObject({
      languages: ["en", "zh"],
      layout: "foyer",
      languageMode: "together",
    });
    expect(claimed.json.zone).toBeUndefined();
  });

  test("[KP2] who asks too soon is told to slow down, and gets the token all the same once it is there", async () => {
    const { deviceCode, userCode } = await open();
    expect((await token({ deviceCode })).json.code).toBe("authorization_pending");
    const early = await token({ deviceCode });
    expect([early.status, early.json.code]).toEqual([400, "slow_down"]);
    expect(Number(early.headers.get("retry-after"))).toBeGreaterThan(0);
    await claim({ userCode, name: "Hasty" });
    expect((await token({ deviceCode })).status).toBe(200);
  });

  test("the screen hears that somebody looks at it", async () => {
    const { deviceCode, userCode } = await open();
    await node.ask(`${KIOSKS}/pairings`, { as: "lead", json: { userCode } });
    const { json } = await token({ deviceCode });
    expect(json).toMatchObject({ code: "authorization_pending", isLookedAt: true });
  });

  test("[KP3] a device that did not hear the answer is given another token, until one was used", async () => {
    const { id, token: lost, deviceCode } = await screen();
    const found = await token({ deviceCode, again: true });
    expect(found.status).toBe(200);
    expect(found.json.token).not.toBe(lost);
    await node.screens.fresh();
    const [{ hash } = { hash: "" }] = node.screens.record(id)!.tokens;
    await node.screens.kiosks.use(id, hash);
    expect((await token({ deviceCode, again: true })).json.code).toBe("expired_token");
  });

  test("[KP4] one that takes the place of another has its name and place; the old tokens open nothing", async () => {
    const old = await screen({ name: "Broken", zone: "east", layout: "door", hall: "hall-2" });
    await node.screens.fresh();
    const [{ hash } = { hash: "" }] = node.screens.record(old.id)!.tokens;
    const { deviceCode, userCode } = await open();
    const claimed = await claim({ userCode, replaces: old.id });
    expect([claimed.status, claimed.json]).toMatchObject([
      200,
      { id: old.id, name: "Broken", zone: "east", layout: "door", hall: "hall-2", state: "waiting" },
    ]);
    const given = await token({ deviceCode });
    expect(given.json.kiosk.id).toBe(old.id);
    await node.screens.fresh();
    expect(node.screens.record(old.id)!.tokens.map((each) => each.hash)).not.toContain(hash);
  });

  test.for([
    [{ deviceCode: "never-given" }, 400, "expired_token"],
    [{ deviceCode: "" }, 400, "invalid"],
    [{}, 400, "invalid"],
    [{ deviceCode: "x", extra: 1 }, 400, "invalid"],
    [{ deviceCode: "x".repeat(201) }, 400, "invalid"],
  ] as const)("a token for %j: %i %s", async ([json, status, code]) => {
    const answer = await token(json);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  test.for([
    [{ name: "x", zone: "nowhere" }, "zone", "unknown_zone"],
    [{ name: "x", hall: "nowhere" }, "hall", "unknown_hall"],
    [{ name: "x", languages: ["en", "xx"] }, "languages.1", "unknown_language"],
    [{ name: "x", languages: [] }, "languages", "too_few"],
    [{ name: "x", languages: ["en", "en"] }, "languages", "language_twice"],
    [{ name: "x", layout: "poster" }, "layout", "not_one_of"],
    [
      { name: "x", dayParts: [{ from: "9:00", to: "10:00", shows: "quiet" }] },
      "dayParts.0.from",
      "bad_clock_time",
    ],
    [{ name: "x", night: { from: "22:00", to: "06:00", brightness: 0 } }, "night.brightness", "too_small"],
    [{ name: "\u202eevil" }, "name", "control_characters"],
    [{}, "name", "required"],
    [{ replaces: "no-such-screen" }, "replaces", "unknown_kiosk"],
    [{ name: "x", tokens: [] }, "tokens", "unknown_field"],
  ] as const)("a claim of %j is refused at %s, and costs no code", async ([json, path, code]) => {
    const { userCode } = await open();
    const answer = await claim({ userCode, ...json });
    expect(answer.status).toBe(400);
    expect(answer.json.errors).toContainEqual(expect.objectContaining({ path, code }));
    expect((await claim({ userCode, name: "After all" })).status).toBe(201);
  });

  test("a page of another site may not begin one", async () => {
    const { status, json } = await node.ask(PAIRINGS, {
      json: {},
      headers: { origin: "https://evil.example" },
    });
    expect([status, json.code]).toEqual([403, "foreign_origin"]);
  });

  test("five wrong codes of an account in ten minutes: 429, and nobody else is held up", async () => {
    const guesser = await node.colleague("lead");
    const guess = (userCode: string) =>
      node.ask(`${KIOSKS}/claim`, { as: guesser, json: { userCode, name: "Guess" } });
    for (const code of ["BBBB-BBBB", "aaaa", "0000-0000", "ÄÖÜ", "BCDF-GHJK"])
      expect((await guess(code)).status).toBe(404);
    const { userCode } = await open();
    const shut = await guess(userCode);
    expect([shut.status, shut.json.code]).toEqual([429, "too_many_requests"]);
    expect(Number(shut.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await claim({ userCode, name: "Somebody else's" })).status).toBe(201);
  });
});

describe("screens at the desk", () => {
  test("are listed by name, page by page", async () => {
    for (const name of ["B", "C", "A"]) await screen({ name: `list ${name}` });
    const names: string[] = [];
    for (let cursor = ""; ; ) {
      const { json } = await node.ask(`${KIOSKS}?limit=2${cursor}`, { as: "author" });
      names.push(...json.items.map(({ name }: { name: string }) => name));
      if (json.next === undefined) break;
      cursor = `&cursor=${json.next}`;
    }
    expect(names.filter((name) => name.startsWith("list"))).toEqual(["list A", "list B", "list C"]);
    expect(names).toEqual([...names].sort());
  });

  test("are changed field by field, by If-Match only as they were seen, and null takes away", async () => {
    const { id } = await screen({ hall: "hall-2" });
    const path = `${KIOSKS}/${id}`;
    const asked = await node.ask(path, { as: "lead" });
    expect(asked.headers.get("etag")).toBe('"1"');
    const night = { from: "22:00", to: "06:00", brightness: 40 };
    const changed = await node.ask(path, {
      method: "PATCH",
      as: "lead",
      json: { layout: "stage", orientation: "portrait", languageMode: "turns", night, zone: null },
      headers: { "if-match": '"1"' },
    });
    expect([changed.status, changed.headers.get("etag")]).toEqual([200, '"2"']);
    expect(changed.json).toMatchObject({
      layout: "stage",
      orientation: "portrait",
      night,
      hall: "hall-2",
      revision: 2,
    });
    expect(changed.json.zone).toBeUndefined();
    const stale = await node.ask(path, {
      method: "PATCH",
      as: "lead",
      json: { layout: "foyer" },
      headers: { "if-match": '"1"' },
    });
    expect([stale.status, stale.json.code]).toEqual([412, "stale_revision"]);
    const same = await node.ask(path, {
      method: "PATCH",
      as: "lead",
      json: { layout: "stage", night: null },
    });
    expect(same.json.night).toBeUndefined();
    expect(same.json.revision).toBe(3);
    expect(
      (await node.ask(path, { method: "PATCH", as: "lead", json: { layout: "stage" } })).json.revision,
    ).toBe(3);
  });

  test("a removed one is there no more, for anything", async () => {
    const { id } = await screen();
    const path = `${KIOSKS}/${id}`;
    expect((await node.ask(path, { method: "DELETE", as: "lead" })).status).toBe(204);
    const asked: [string, object][] = [
      [path, {}],
      [path, { method: "PATCH", json: { name: "x" } }],
      [path, { method: "DELETE" }],
      [`${path}/commands`, { json: { command: "reload", ttlMs: 1_000 } }],
    ];
    for (const [at, how] of asked) expect((await node.ask(at, { as: "lead", ...how })).status).toBe(404);
    const { json } = await node.ask(KIOSKS, { as: "lead" });
    expect(json.items.map((each: { id: string }) => each.id)).not.toContain(id);
  });

  test("what is done to them is in the audit: ids and names of fields, not what they are called", async () => {
    const secretName = "A name that no audit has";
    const { id } = await screen({ name: secretName });
    await node.ask(`${KIOSKS}/${id}`, { method: "PATCH", as: "lead", json: { layout: "door" } });
    const { text, json } = await node.ask("/api/v1/desk/audit", { as: "moderator" });
    expect(text).not.toContain(secretName);
    const actions = json.items.filter((each: { about?: string }) => each.about === id);
    expect(actions.map(({ action }: { action: string }) => action)).toEqual([
      "change-kiosk",
      "give-kiosk-token",
      "pair-kiosk",
    ]);
    expect(actions[0]).toMatchObject({ fields: ["layout"], revision: 2, byName: "lead bot" });
  });
});

describe("commands", () => {
  test("are answered with what they are, and listed with their results", async () => {
    const { id } = await screen();
    const sent = await node.ask(`${KIOSKS}/${id}/commands`, {
      as: "lead",
      json: { command: "identify", ttlMs: 60_000 },
    });
    expect(sent.status).toBe(202);
    expect(sent.json).toMatchObject({ command: "identify", kioskId: id, by: "lead bot", results: [] });
    expect(Date.parse(sent.json.expiresAt) - Date.parse(sent.json.sentAt)).toBe(60_000);
    await node.screens.commands.answered(sent.json.id, id, { ok: true });
    const { json } = await node.ask(`${KIOSKS}/commands`, { as: "author" });
    expect(json.items[0]).toMatchObject({ id: sent.json.id, results: [{ kioskId: id, ok: true }] });
  });

  test.for([
    [{ command: "format-disk", ttlMs: 1_000 }, "command"],
    [{ command: "reload" }, "ttlMs"],
    [{ command: "reload", ttlMs: 0 }, "ttlMs"],
    [{ command: "reload", ttlMs: 86_400_001 }, "ttlMs"],
    [{ command: "reload", ttlMs: 1_000, zone: "nowhere" }, "zone"],
  ] as const)("%j is refused at %s", async ([json, path]) => {
    const { status, json: problem } = await node.ask(`${KIOSKS}/commands`, { as: "lead", json });
    expect([status, problem.errors[0].path]).toEqual([400, path]);
  });
});

describe("blackouts", () => {
  const span = { startsAt: "2099-01-01T10:00:00+08:00", endsAt: "2099-01-01T11:00:00+08:00" };
  test("are told to the screens of their place, and to no other", async () => {
    const [east, west] = [await screen({ zone: "hall-2" }), await screen({ zone: "west" })];
    const set = await node.ask(BLACKOUTS, { as: "lead", json: { zone: "east", ...span } });
    expect([set.status, set.json.startsAt]).toEqual([201, "2099-01-01T02:00:00.000Z"]);
    await node.screens.fresh();
    const told = [east, west].map(
      ({ id }) => node.screens.config(node.screens.record(id)!, node.base).blackouts,
    );
    expect(told.map(({ length }) => length)).toEqual([1, 0]);
    expect(told[0]![0]).toEqual({
      id: set.json.id,
      zone: "east",
      startsAt: set.json.startsAt,
      endsAt: set.json.endsAt,
    });
    expect((await node.ask(BLACKOUTS, { as: "author" })).json.items).toContainEqual(set.json);
    expect((await node.ask(`${BLACKOUTS}/${set.json.id}`, { method: "DELETE", as: "lead" })).status).toBe(
      204,
    );
    expect((await node.ask(`${BLACKOUTS}/${set.json.id}`, { method: "DELETE", as: "lead" })).status).toBe(
      404,
    );
  });

  test("a hall's are those of screens that stand in it or show it", async () => {
    const screens = [
      await screen({ zone: "hall-2" }),
      await screen({ zone: "west", hall: "hall-2" }),
      await screen({ zone: "west" }),
    ];
    const { json } = await node.ask(BLACKOUTS, { as: "lead", json: { hall: "hall-2", ...span } });
    await node.screens.fresh();
    const told = screens.map(({ id }) => node.screens.config(node.screens.record(id)!, node.base).blackouts);
    expect(told.map((each) => each.some(({ id }) => id === json.id))).toEqual([true, true, false]);
  });

  test.for([
    [{}, "startsAt"],
    [{ startsAt: span.startsAt }, "startsAt"],
    [{ sessionId: "s", ...span }, "startsAt"],
    [{ startsAt: span.endsAt, endsAt: span.startsAt }, "endsAt"],
    [{ zone: "nowhere", ...span }, "zone"],
    [{ hall: "nowhere", ...span }, "hall"],
    [{ sessionId: "no-such-session" }, "sessionId"],
  ] as const)("%j is refused at %s", async ([json, path]) => {
    const { status, json: problem } = await node.ask(BLACKOUTS, { as: "lead", json });
    expect([status, problem.errors[0].path]).toEqual([400, path]);
  });
});

describe("proof of display", () => {
  const instant = (agoMs: number) => new Date(Date.now() - agoMs).toISOString();

  test("[KR3] each record is answered by itself, and a bad one blocks none of the others", async () => {
    const { id } = await screen();
    const published = await node.publish("shown");
    const draft = await node.write("not public");
    await node.arrived();
    const good = {
      announcementId: published.id,
      revision: 1,
      shownAt: instant(5_000),
      hiddenAt: instant(1_000),
    };
    const taken = await node.screens.receipts.take(id, [
      good,
      { ...good, announcementId: "no-such-thing" },
      { ...good, announcementId: draft.id },
      { ...good, revision: 2 },
      { ...good, revision: 0 },
      { ...good, shownAt: "yesterday" },
      { ...good, shownAt: instant(-120_000), hiddenAt: undefined },
      { ...good, hiddenAt: instant(9_000) },
      { ...good, extra: true },
      "nothing",
      null,
      { ...good, receivedAt: instant(6_000), visibleMs: 4_000, showings: 2 },
    ]);
    const no = (code: string) => ({ ok: false, code });
    expect(taken).toEqual({
      ok: true,
      results: [
        { ok: true },
        no("not_found"),
        no("not_found"),
        no("not_found"),
        ...Array(7).fill(no("invalid")),
        { ok: true },
      ],
    });
    const { status, json } = await node.ask(`/api/v1/desk/announcements/${published.id}/receipts`, {
      as: "author",
    });
    expect(status).toBe(200);
    expect(json.shown).toEqual([
      {
        kioskId: id,
        name: "Foyer",
        revision: 1,
        receivedAt: expect.any(String),
        shownAt: good.shownAt,
        hiddenAt: good.hiddenAt,
        visibleMs: 4_000,
        showings: 2,
      },
    ]);
    const of = await node.ask(`${KIOSKS}/${id}/receipts`, { as: "author" });
    expect(of.json.items).toMatchObject([{ announcementId: published.id, revision: 1, showings: 2 }]);
  });

  test.for([[{}], ["receipts"], [null], [Array(201).fill({})], [undefined]] as const)(
    "what is no list of them is refused as a whole (%#)",
    async ([raw]) => {
      const { id } = await screen();
      expect(await node.screens.receipts.take(id, raw)).toMatchObject({ ok: false, code: "invalid" });
    },
  );

  test("missing are those that it concerns, that were there, and that lack the newest revision", async () => {
    const [near, far, phone] = [
      await screen({ name: "near", zone: "hall-2" }),
      await screen({ name: "far", zone: "west" }),
      await screen({ name: "second", zone: "hall-2" }),
    ];
    const published = await node.publish("in the east", { audience: { zones: ["east"] } });
    const late = await screen({ name: "came later", zone: "hall-2" });
    await node.arrived();
    const path = `/api/v1/desk/announcements/${published.id}/receipts`;
    const missing = async () =>
      (await node.ask(path, { as: "author" })).json.missing.map(
        ({ kioskId }: { kioskId: string }) => kioskId,
      );
    const ours = async () =>
      (await missing()).filter((id: string) => [near, far, phone, late].some((s) => s.id === id));
    expect((await ours()).sort()).toEqual([near.id, phone.id].sort());
    const shown = (revision: number) => ({ announcementId: published.id, revision, shownAt: instant(0) });
    await node.screens.receipts.take(near.id, [shown(1)]);
    await node.screens.receipts.take(late.id, [shown(1)]);
    expect(await ours()).toEqual([phone.id]);
    await node.ask(`/api/v1/desk/announcements/${published.id}/correct`, {
      as: "admin-token",
      json: { text: { en: { headline: "in the east, corrected" } } },
    });
    await node.arrived();
    // The one that came later was there for the correction.
    expect((await ours()).sort()).toEqual([near.id, phone.id, late.id].sort());
    await node.ask(`/api/v1/desk/announcements/${published.id}/withdraw`, {
      as: "admin-token",
      json: { reason: "wrong" },
    });
    await node.arrived();
    expect(await missing()).toEqual([]);
    expect((await node.ask(path, { as: "author" })).json.shown).toHaveLength(2);
  });

  test("of what is not there: 404; of what is not out: nothing", async () => {
    expect((await node.ask("/api/v1/desk/announcements/nothing/receipts", { as: "author" })).status).toBe(
      404,
    );
    const draft = await node.write("a draft");
    const { json } = await node.ask(`/api/v1/desk/announcements/${draft.id}/receipts`, { as: "author" });
    expect(json).toEqual({ shown: [], missing: [] });
  });
});
