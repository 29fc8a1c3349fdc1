/** Imports, the pairing of screens, sign-in and push. The number in a title is that of the plan of hostile inputs. */
import { describe, expect, test } from "vitest";
import { text } from "../../scripts/fuzz/wire/frames.ts";
import { Talk } from "../../scripts/fuzz/wire/talk.ts";
import { PASSWORD, pushOrder } from "../../scripts/fuzz/world/furnish.ts";
import { type Asked, request } from "./case.ts";
import { importCases } from "./doors/imports.ts";
import { endpoints } from "./doors/push.ts";
import { underFire } from "./under-fire.ts";

const fire = underFire();
const known = () => fire.world().known;
const slow = { timeout: 90_000 };
/** Another address each: what is counted for one is not counted for the next. */
let addresses = 10;
const elsewhere = () => {
  addresses += 1;
  return { from: `127.0.0.${addresses}` };
};
const send = (method: string, target: string, asked: Asked, from = {}) =>
  fire.ask(
    request(known(), method, target, asked),
    { seesDrafts: asked.as !== undefined, seesEmbargoed: asked.as === "admin" || asked.as === "lead" },
    from,
  );

describe("programme files", () => {
  const PROGRAMME = "/api/v1/desk/programme";
  const revision = async () => (await send("GET", "/api/v1/programme", {})).json.revision;

  test.for(importCases)(
    "[72:$no] $what → $status $code, and nothing is taken",
    slow,
    async ({ bytes, type = "application/json", status, code }) => {
      const before = await revision();
      const told = await send("POST", PROGRAMME, {
        as: "moderator",
        body: bytes,
        headers: { "Content-Type": type },
      });
      expect([told.status, told.json.code]).toEqual([status, code]);
      if (code === "invalid_programme") expect(told.json.errors.length).toBeGreaterThan(0);
      expect(await revision()).toBe(before);
    },
  );

  test("[72:52] one id twice at one time in one hall: a look at it first says so", async () => {
    const session = (title: string) => ({
      id: 7,
      guid: "11111111-2222-4333-8444-777777777777",
      date: "2030-03-01T10:00:00+08:00",
      start: "10:00",
      duration: "01:00",
      room: "Hall 1",
      title,
      persons: [],
    });
    const days = [
      {
        index: 1,
        date: "2030-03-01",
        day_start: "2030-03-01T08:00:00+08:00",
        day_end: "2030-03-01T22:00:00+08:00",
        rooms: { "Hall 1": [session("One"), session("Two")] },
      },
    ];
    const json = { schedule: { conference: { title: "x", time_zone_name: "Asia/Shanghai", days } } };
    const told = await send("POST", `${PROGRAMME}?dryRun=1`, { as: "moderator", json });
    const findings = [...(told.json.warnings ?? []), ...(told.json.errors ?? [])];
    expect(findings.length).toBeGreaterThan(0);
  });

  test("[72:55] what a header calls the file is nobody's concern", async () => {
    const headers = {
      "Content-Disposition": 'attachment; filename="../../CON"',
      "Content-Type": "text/calendar",
    };
    const told = await send("POST", `${PROGRAMME}?dryRun=1`, {
      as: "moderator",
      body: "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
      headers,
    });
    expect([200, 400]).toContain(told.status);
    expect(JSON.stringify(told.json)).not.toContain("CON");
  });
});

describe("the pairing of screens", () => {
  const PAIRINGS = "/api/v1/kiosk/pairings";
  const CLAIM = "/api/v1/desk/kiosks/claim";
  const opened = async () => (await send("POST", PAIRINGS, { json: {} })).json;
  const asks = (deviceCode: string) => send("POST", `${PAIRINGS}/token`, { json: { deviceCode } });
  const claims = (as: "lead" | "admin", userCode: string) =>
    send("POST", CLAIM, { as, json: { userCode, name: "Screen" } });

  test(
    "[72:56] codes are not guessed: five wrong ones, and the account waits; others do not",
    slow,
    async () => {
      for (let at = 0; at < 5; at += 1)
        expect((await claims("lead", `BCDF-GHJ${"KLMNP"[at]}`)).status).toBe(404);
      const { userCode } = await opened();
      const late = await claims("lead", userCode);
      expect([late.status, late.json.code]).toEqual([429, "too_many_requests"]);
      expect((await claims("admin", userCode)).status).toBe(201);
    },
  );

  test("[72:57] [72:58] too soon is slow_down; a code opens once, for one", slow, async () => {
    const { deviceCode, userCode } = await opened();
    expect((await asks(deviceCode)).json.code).toBe("authorization_pending");
    expect((await asks(deviceCode)).json.code).toBe("slow_down");
    expect((await claims("admin", userCode.toLowerCase().replace("-", ""))).status).toBe(201);
    const again = await claims("admin", userCode);
    expect([again.status, again.json.errors[0].code]).toEqual([404, "unknown_code"]);
    expect((await asks(deviceCode)).status).toBe(200);
    const twice = await asks(deviceCode);
    expect([twice.status, twice.json.code]).toEqual([400, "expired_token"]);
    for (const code of ["x", "../x", "\u0000", "a".repeat(200)])
      expect((await asks(code)).json.code).toBe("expired_token");
  });

  test("[72:59] a page of another site claims nothing", async () => {
    const { userCode } = await opened();
    const headers = { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" };
    const told = await send("POST", CLAIM, { as: "session", headers, json: { userCode, name: "Theirs" } });
    expect([told.status, told.json.code]).toEqual([403, "foreign_origin"]);
  });

  test("[72:62] [72:63] a screen's token opens nothing of the desk", async () => {
    const headers = { Authorization: `Bearer ${known().screens[0]!.token}` };
    for (const target of ["/api/v1/desk/announcements", "/api/v1/desk/event", "/api/v1/desk/audit"])
      expect((await send("GET", target, { headers })).status).toBe(401);
    const told = await send("POST", "/api/v1/desk/announcements", {
      headers,
      json: { kind: "notice", text: { en: { headline: "x" } }, publishAt: "now" },
    });
    expect(told.status).toBe(401);
  });
});

describe("sign-in", () => {
  const signIn = (email: string, password: string, from = elsewhere(), more: Asked = {}) =>
    send("POST", "/api/v1/session", { json: { email, password }, ...more }, from);

  test("[72:64] an address with an account, and one without: the same answer", slow, async () => {
    const [one, other] = [
      await signIn(known().email, "wrong-password-1"),
      await signIn("nobody@lantern.example", "wrong-password-1"),
    ];
    const { requestId: _one, ...first } = one.json;
    const { requestId: _other, ...second } = other.json;
    expect(first).toEqual(second);
    expect([one.status, first.code]).toEqual([401, "wrong_credentials"]);
    expect([...one.answer.headers.keys()]).toEqual([...other.answer.headers.keys()]);
  });

  test.for([
    ["1 MB", "x".repeat(1_000_000), 413],
    ["257 characters", "x".repeat(257), 400],
    ["nothing", "", 400],
    ["256 characters", "é".repeat(256), 401],
    ["NUL", "a\u0000bcdefghijkl", 401],
    ["a lone surrogate", "\ud800bcdefghijkl", 401],
    ["what normalises to eighteen times as much", "\ufdfa".repeat(256), 401],
  ] as const)("[72:65] a password of %s → %s", slow, async ([, password, status]) => {
    expect((await signIn("nobody-at-all@lantern.example", password)).status).toBe(status);
  });

  test("[72:65] nothing is cut off a password", slow, async () => {
    expect((await signIn(known().email, `${PASSWORD}x`)).status).toBe(401);
    expect((await signIn(known().email, PASSWORD)).status).toBe(200);
  });

  test("[72:66] ten wrong ones for an account, from wherever, and it is 429 for a while", slow, async () => {
    const email = "somebody@lantern.example";
    for (let at = 0; at < 10; at += 1) expect((await signIn(email, "wrong-password-1")).status).toBe(401);
    const told = await signIn(email, "wrong-password-1");
    expect([told.status, Number(told.answer.headers.get("retry-after")) > 60]).toEqual([429, true]);
  });

  test("[72:66] fifty from an address, for whichever account", slow, async () => {
    const from = elsewhere();
    for (let at = 0; at < 50; at += 1)
      expect((await signIn(`p${at}@lantern.example`, "wrong-password-1", from)).status).toBe(401);
    expect((await signIn("p50@lantern.example", "wrong-password-1", from)).status).toBe(429);
  });

  test(
    "[72:67] sixty at once: two are worked on, eight wait, the rest come later; others are served",
    slow,
    async () => {
      const all = Array.from({ length: 60 }, (_, at) => signIn(`q${at}@lantern.example`, "wrong-password-1"));
      const alive = send("GET", "/healthz", {});
      expect((await alive).status).toBe(200);
      const statuses = (await Promise.all(all)).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([401, 429]));
    },
  );

  test("[72:68] a session that was planted is not the one that is given", slow, async () => {
    const planted = "A".repeat(43);
    const { email } = known();
    const told = await signIn(email, PASSWORD, elsewhere(), {
      headers: { Cookie: `sid=${planted}`, "Sec-Fetch-Site": "same-origin" },
    });
    expect(told.status).toBe(200);
    const cookie = told.answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^sid=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    expect(cookie).not.toContain(planted);
  });

  test.for([
    ["that nobody was given", `sid=${"B".repeat(43)}`],
    ["of 4 KB", `sid=${"x".repeat(4_096)}`],
    ["twice", "own, twice"],
    ["with something behind it", "own, more"],
    ["of another name", "__Host-sid=x"],
  ])("[72:68] a session cookie %s → 401", async ([, given]) => {
    const own = `sid=${known().session}`;
    const cookie = given === "own, twice" ? `${own}; sid=x` : given === "own, more" ? `${own}x` : given!;
    const told = await send("GET", "/api/v1/session", { headers: { Cookie: cookie } });
    expect([told.status, told.json.code]).toEqual([401, "not_signed_in"]);
  });
});

describe("those who may not be here any more", () => {
  test("[72:46] a token that is revoked: told, and closed", slow, async () => {
    const made = await fire.ask(
      request(known(), "POST", "/api/v1/desk/tokens", {
        headers: { Authorization: `Bearer ${known().adminToken}` },
        json: { name: "short", role: "author" },
      }),
    );
    const talk = new Talk({ port: fire.world().port });
    await talk.until(() => talk.packets.length > 0);
    talk.write(text(`40/desk,${JSON.stringify({ protocol: 1, token: made.json.secret })}`));
    expect(await talk.until(() => talk.packets.some((packet) => packet.includes('["alarms"')), 20_000)).toBe(
      true,
    );
    await fire.ask(
      request(known(), "DELETE", `/api/v1/desk/tokens/${made.json.token.id}`, {
        headers: { Authorization: `Bearer ${known().adminToken}` },
      }),
    );
    expect(await talk.until(() => talk.closeCode !== undefined, 20_000)).toBe(true);
    expect(talk.packets.join()).toContain('"code":"not_signed_in","action":"stop"');
    talk.drop();
  });
});

describe("push", () => {
  test.for(endpoints)("[72:72] an endpoint of %s → 400", async (endpoint) => {
    const told = await send("POST", "/api/v1/push", { json: pushOrder(endpoint) });
    expect([told.status, told.json.code]).toEqual([400, "invalid"]);
    expect(told.json.errors[0].path).toBe("subscription.endpoint");
  });
});
