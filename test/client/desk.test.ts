import { afterEach, describe, expect, test, vi } from "vitest";
import {
  correctionFrom,
  emptyForm,
  formFrom,
  writtenFrom,
} from "../../client/desk/composer/composer-form.ts";
import { type DeskItem, runningOrder } from "../../client/desk/order/running-order.ts";
import { takeInvitation } from "../../client/desk/shell/invitation.ts";
import { ask, dotted } from "../../client/desk/state/desk-api.ts";
import { hasRight, rightFrom } from "../../client/desk/state/desk-rights.ts";
import { newAnnouncementSchema } from "../../server/contract/announcement.ts";
import type { DeskAnnouncement } from "../../server/contract/desk-announcement.ts";
import { rightsOf, roleSchema } from "../../server/contract/people.ts";

const ZONE = "Asia/Shanghai";
const instant = "2022-11-09T08:30:12.345Z";

function deskItem(over: Partial<DeskAnnouncement> = {}): DeskAnnouncement {
  return {
    id: "a1",
    revision: 4,
    kind: "notice",
    text: { en: { headline: "Cloakroom, hall 5", body: "" } },
    audience: { attendance: "everyone", zones: [], tracks: [] },
    surfaces: ["feed", "kiosk"],
    actions: [],
    pinned: false,
    key: false,
    state: "draft",
    createdAt: instant,
    createdBy: "mei",
    changedAt: instant,
    changedBy: "mei",
    ...over,
  };
}

describe("the composer", () => {
  test("what it writes of each kind is what the contract takes", () => {
    const kinds = ["session-start", "release", "result", "programme-change", "notice", "urgent"] as const;
    for (const kind of kinds) {
      const form = {
        ...emptyForm("en"),
        kind,
        text: { en: { headline: "A headline", body: "" }, zh: { headline: "", body: "" } },
        actions: [{ for: "online", label: { en: "Watch live" }, url: "https://live.example/1" }] as const,
        podium: [{ place: "1", name: "Team Lantern", affiliation: "", country: "China" }],
        expiresAt: "2022-11-09T18:00",
      };
      const written = writtenFrom(form, ZONE);
      expect(newAnnouncementSchema.safeParse(written).error?.issues ?? []).toEqual([]);
      expect(Object.keys(written.text)).toEqual(["en"]);
      expect(written.expiresAt).toBe("2022-11-09T10:00:00.000Z");
    }
  });
  test("opening and saving changes nothing, to the millisecond of an embargo", () => {
    const item = deskItem({
      kind: "urgent",
      embargoUntil: instant,
      expiresAt: instant,
      sessionId: "s1",
      actions: [
        { for: "in-person", label: { en: "Gate B" } },
        { for: "everyone", label: { en: "Read" }, url: "https://example.org/" },
      ],
      details: { status: "exercise", messageType: "alert", instruction: { en: "Stay", zh: "别动" } },
    });
    const written = writtenFrom(formFrom(item, ZONE, "en"), ZONE);
    expect(written).toMatchObject({
      embargoUntil: instant,
      expiresAt: instant,
      actions: item.actions,
      details: item.details,
    });
    expect(correctionFrom(written, item)).toEqual({});
  });
  test("a correction names what differs, and what was taken away", () => {
    const item = deskItem({
      text: { en: { headline: "Old", body: "" }, fr: { headline: "Vieux", body: "" } },
      sessionId: "s1",
    });
    const form = {
      ...formFrom(item, ZONE, "en"),
      text: { en: { headline: "New", body: "" } },
      sessionId: "",
    };
    expect(correctionFrom(writtenFrom(form, ZONE), item)).toEqual({
      text: { en: { headline: "New", body: "" }, fr: null },
      sessionId: null,
    });
  });
});

test("the running order: sent, overdue, planned, then what waits for somebody", () => {
  const items: DeskItem[] = [
    deskItem({ id: "late", state: "scheduled", scheduledAt: "2022-11-09T10:00:00.000Z" }),
    deskItem({ id: "soon", state: "scheduled", scheduledAt: "2022-11-09T09:00:00.000Z" }),
    deskItem({ id: "missed", state: "overdue", scheduledAt: "2022-11-09T09:30:00.000Z" }),
    {
      id: "sealed",
      kind: "result",
      state: "scheduled",
      embargoUntil: "2022-11-09T09:45:00.000Z",
      sealed: true,
    },
    deskItem({ id: "new", state: "published", publishedAt: "2022-11-09T08:00:00.000Z", offset: 9 }),
    deskItem({ id: "old", state: "corrected", publishedAt: "2022-11-09T07:00:00.000Z", offset: 3 }),
    deskItem({ id: "draft", state: "draft" }),
    deskItem({ id: "asked", state: "submitted" }),
  ];
  const order = runningOrder(items);
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
  expect(ids(order.sent)).toEqual(["old", "new"]);
  expect(ids(order.planned)).toEqual(["missed", "soon", "sealed", "late"]);
  expect([ids(order.drafts), ids(order.submitted)]).toEqual([["draft"], ["asked"]]);
});

test("the desk offers each role what the contract grants it", () => {
  for (const role of roleSchema.options)
    for (const right of Object.keys(rightFrom) as (keyof typeof rightFrom)[])
      expect([role, right, hasRight(role, right)]).toEqual([role, right, rightsOf[role].has(right)]);
});

test("an invitation leaves the address bar at once", () => {
  const left: string[] = [];
  const history = { replaceState: (_state: null, _unused: string, address: string) => left.push(address) };
  const secret = takeInvitation({ hash: "#invite=s3cr_t-", pathname: "/desk", search: "" }, history);
  expect([secret, left]).toEqual(["s3cr_t-", ["/desk"]]);
  expect(takeInvitation({ hash: "#a-1", pathname: "/desk", search: "" }, history)).toBeUndefined();
  expect(left).toHaveLength(1);
});

test("a fault is found at its field however its path is written", () => {
  expect(
    ["text.en.headline", "/text/en/headline", "text[en].headline", 'text["en"].headline'].map(dotted),
  ).toEqual(Array(4).fill("text.en.headline"));
});

describe("[D1] a request that may or may not have been done", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
  const unknown = () =>
    new Response(JSON.stringify({ code: "outcome_unknown", detail: "?" }), { status: 503 });
  const keysOf = (fetched: ReturnType<typeof vi.fn>) =>
    fetched.mock.calls.map(([, init]) => new Headers((init as RequestInit).headers).get("idempotency-key"));

  test("is sent again with its key until the server tells the truth, and the next one has another key", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const fetched = vi.fn().mockRejectedValueOnce(new TypeError("network")).mockResolvedValueOnce(unknown());
    fetched.mockImplementation(async () => new Response('{"id":"a1"}', { status: 201 }));
    vi.stubGlobal("fetch", fetched);
    const request = { method: "POST", body: { kind: "notice" } } as const;
    expect(await ask("/x", request)).toMatchObject({ ok: true, status: 201 });
    await ask("/x", request);
    const [first, second, third, next] = keysOf(fetched);
    expect([second, third]).toEqual([first, first]);
    expect(next).not.toBe(first);
  });
  test("keeps its key for the next press of the button when all attempts fail", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const fetched = vi.fn(async () => unknown());
    vi.stubGlobal("fetch", fetched);
    const request = { method: "POST", body: { kind: "release" } } as const;
    expect(await ask("/y", request)).toMatchObject({ ok: false, problem: { code: "outcome_unknown" } });
    await ask("/y", request);
    expect(new Set(keysOf(fetched)).size).toBe(1);
    expect(fetched).toHaveBeenCalledTimes(6);
  });
});
