/** A store with one of everything in it, made as people and programs make it: by a real server and worker. */
import { createECDH } from "node:crypto";
import { io } from "socket.io-client";
import { DESK } from "../../scripts/chaos/real-api.ts";
import type { RealServer } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import { pairedScreen } from "./paired-screen.ts";
import { oneSession } from "./programmes/one-session.ts";
import { event } from "./written.ts";

export interface FullStore {
  /** Ids by what they are. */
  readonly ids: Readonly<Record<string, string>>;
  readonly person: { readonly email: string; readonly password: string; readonly session: string };
  readonly token: string;
  readonly pushSecret: string;
  /** A key, and what was asked with it. */
  readonly once: { readonly key: string; readonly headline: string; readonly id: string };
}

const PASSWORD = "a-long-password-of-the-backup";

export async function fill(server: RealServer): Promise<FullStore> {
  const { api, base } = server;
  const ok = async (path: string, asked: Parameters<typeof api.ask>[1] = {}) => {
    const answer = await api.ask(path, asked);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer;
  };
  const held = await ok("/api/v1/desk/event");
  const { rehearsal: _, ...written } = event({
    // What is long over is forgotten by housekeeping.
    startsAt: new Date(Date.now() - 3_600_000).toISOString(),
    endsAt: new Date(Date.now() + 86_400_000).toISOString(),
    policies: { twoPersonApproval: ["result"] },
  });
  await ok("/api/v1/desk/event", {
    method: "PUT",
    json: written,
    headers: { "if-match": held.headers.get("etag")! },
  });
  await ok("/api/v1/desk/programme", { json: oneSession });

  const email = "mei@example.org";
  const { link } = (await ok("/api/v1/desk/people", { json: { email, role: "lead" } })).json;
  const secret = new URLSearchParams(new URL(link).hash.slice(1)).get("invite");
  const accepted = await ok("/api/v1/session/invitation", {
    token: "",
    json: { secret, password: PASSWORD, name: "Mei" },
    headers: { origin: base },
  });
  const session = /^sid=([^;]+)/.exec(accepted.headers.getSetCookie()[0] ?? "")![1]!;
  await ok("/api/v1/desk/people", { json: { email: "invited@example.org", role: "author" } });
  const token = (await ok("/api/v1/desk/tokens", { json: { name: "bot", role: "moderator" } })).json.secret;

  const ids: Record<string, string> = {};
  const write = async (name: string, more: Record<string, unknown> = {}, key?: string) => {
    const text = { en: { headline: name, body: `the body of ${name}` }, zh: { headline: `${name}：新闻` } };
    const json = { kind: "notice", text, ...more };
    const made = await ok(DESK, { json, ...(key === undefined ? {} : { key }) });
    ids[name] = made.json.id;
    return made.json.id as string;
  };
  const move = (id: string, name: string, json?: unknown) =>
    ok(`${DESK}/${id}/${name}`, { method: "POST", json });
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();

  await write("draft");
  await move(await write("submitted"), "submit");
  await move(await write("approved"), "approve");
  await move(await write("discarded"), "discard");
  await write("scheduled far", { publishAt: at(3_600_000) });
  await write("embargoed", { embargoUntil: at(1_800_000), publishAt: at(1_900_000) });
  await write("embargoed draft", { embargoUntil: at(1_800_000) });
  await write("published", { publishAt: "now" }, "a-key-of-before");
  const corrected = await write("corrected", { publishAt: "now" });
  await move(corrected, "correct", { text: { en: { headline: "corrected once" } } });
  const redacted = await write("redacted", { publishAt: "now" });
  await move(redacted, "correct", { text: { en: { headline: "redacted now" } }, removePrevious: true });
  await move(await write("withdrawn", { publishAt: "now" }), "withdraw", { reason: "by mistake" });
  await move(await write("pinned", { publishAt: "now" }), "pin");
  await write("proposed", {
    kind: "result",
    details: { competition: "Chess", podium: [{ place: 1, name: "A", affiliation: "Club", country: "CN" }] },
  });
  await api.ask(`${DESK}/${ids.proposed}/publish`, { method: "POST" });

  const screen = await pairedScreen(server, { name: "Foyer", languages: ["en"] });
  ids.screen = screen.id;
  const shownAt = at(-1_000);
  await screen.shows({ announcementId: ids.published!, revision: 1, shownAt, receivedAt: shownAt } as never);
  await ok(`/api/v1/desk/kiosks/${screen.id}/commands`, { json: { command: "identify", ttlMs: 60_000 } });
  await until(() => screen.commands.length > 0, "the command");
  await ok("/api/v1/desk/blackouts", { json: { zone: "east", startsAt: at(60_000), endsAt: at(120_000) } });
  screen.leave();

  const subscription = {
    endpoint: "https://updates.push.services.mozilla.com/wpush/v2/a-device",
    keys: {
      p256dh: createECDH("prime256v1").generateKeys().toString("base64url"),
      auth: "AAAAAAAAAAAAAAAAAAAAAA",
    },
  };
  const filters = { kinds: [], tracks: [], sessions: [] };
  const pushed = await ok("/api/v1/push", { token: "", json: { subscription, filters } });
  return {
    ids,
    person: { email, password: PASSWORD, session },
    token,
    pushSecret: pushed.json.secret,
    once: { key: "a-key-of-before", headline: "published", id: ids.published! },
  };
}

/** What anybody and the desk are answered, without the epoch: the same before and after. */
export async function answersOf({ api }: Pick<RealServer, "api">, ids: FullStore["ids"]): Promise<unknown> {
  const paths = [
    "/api/v1/feed?limit=100",
    "/api/v1/feed?limit=3&kind=notice&q=corrected",
    "/api/v1/event",
    "/api/v1/programme",
    "/feed.json",
    "/programme.ics",
    "/api/v1/desk/event",
    `${DESK}?limit=200`,
    "/api/v1/desk/people",
    "/api/v1/desk/tokens",
    "/api/v1/desk/blackouts",
    `${DESK}/${ids.published}/receipts`,
    ...Object.entries(ids).flatMap(([name, id]) =>
      name === "screen" ? [] : [`/api/v1/announcements/${id}`, `${DESK}/${id}`],
    ),
  ];
  const answers: Record<string, unknown> = {};
  for (const path of paths) {
    const { status, json, text } = await api.ask(path);
    answers[path] = withoutWhatMoves([status, json ?? text.replaceAll(/^DTSTAMP.*$/gm, "")]);
  }
  return answers;
}

function withoutWhatMoves(value: unknown): unknown {
  const text = JSON.stringify(value, (name, each) =>
    ["epoch", "requestId", "lastSeenAt", "cursor", "signedInAt"].includes(name) ? undefined : each,
  );
  return JSON.parse(text.replaceAll(/127\.0\.0\.1:\d+/g, "here"));
}

/** Of the namespace for readers, for those that need no more. */
export const readerSocket = (base: string) =>
  io(base, { transports: ["websocket"], reconnection: false, forceNew: true, auth: { protocol: 1 } });
