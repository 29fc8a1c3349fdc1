/** An event under way: what there is to be read, who there is, and the words that must not get out. */
import { createECDH, randomBytes } from "node:crypto";
import type { Role } from "../../../server/contract/people.ts";

/** Words of a draft, of which nobody who is not at the desk may see anything. */
export const DRAFT_MARK = "CANARYDRAFTq";
/** Words under embargo: for their author, leads and admins alone. */
export const EMBARGO_MARK = "CANARYEMBARGOq";

export const PASSWORD = "a-long-password-nobody-guesses";
const ROLES = ["author", "moderator", "lead", "admin"] as const satisfies readonly Role[];

export interface Screen {
  readonly id: string;
  readonly token: string;
}

export interface Known {
  readonly adminToken: string;
  /** A program's token of each role. */
  readonly tokens: Readonly<Record<Role, string>>;
  readonly email: string;
  /** The secret of the session of a moderator. */
  readonly session: string;
  readonly screens: readonly Screen[];
  readonly draftId: string;
  readonly embargoedId: string;
  readonly publicIds: readonly string[];
  readonly pushSecret: string;
  readonly epoch: string;
  readonly sessionIds: readonly string[];
}

const DESK = "/api/v1/desk";

export const event = {
  name: { en: "Lantern days", zh: "灯会" },
  startsAt: "2030-03-01T01:00:00Z",
  endsAt: "2030-03-03T10:00:00Z",
  timeZone: "Asia/Shanghai",
  languages: ["en", "zh"],
  rehearsal: true,
  zones: [
    { id: "venue", name: { en: "Venue" } },
    { id: "east", name: { en: "East" }, parent: "venue" },
  ],
  halls: [{ id: "hall-1", name: { en: "Hall 1" }, zone: "east" }],
  tracks: [{ id: "light", name: { en: "Light" } }],
};

const programme = {
  schedule: {
    version: "1",
    conference: {
      title: "Lantern days",
      start: "2030-03-01",
      end: "2030-03-01",
      time_zone_name: "Asia/Shanghai",
      days: [
        {
          index: 1,
          date: "2030-03-01",
          day_start: "2030-03-01T08:00:00+08:00",
          day_end: "2030-03-01T22:00:00+08:00",
          rooms: {
            "Hall 1": [
              {
                id: 1,
                guid: "11111111-2222-4333-8444-555555555555",
                date: "2030-03-01T10:00:00+08:00",
                start: "10:00",
                duration: "01:00",
                room: "Hall 1",
                title: "Opening",
                language: "en",
                persons: [],
              },
            ],
          },
        },
      ],
    },
  },
};

export async function furnish(base: string, adminToken: string): Promise<Known> {
  const ask = asker(base, adminToken);
  const held = await ask("GET", `${DESK}/event`);
  await ask("PUT", `${DESK}/event`, event, { "if-match": held.headers.get("etag") ?? "" });
  await ask("POST", `${DESK}/programme`, programme);
  const { sessions } = (await ask("GET", "/api/v1/programme")).json;
  const publicIds: string[] = [];
  for (let at = 0; at < 20; at += 1) publicIds.push(await published(ask, at));
  const draftId = (await ask("POST", `${DESK}/announcements`, hidden(DRAFT_MARK))).json.id;
  const embargoed = { ...hidden(EMBARGO_MARK), embargoUntil: "2099-01-01T00:00:00Z" };
  const embargoedId = (await ask("POST", `${DESK}/announcements`, embargoed)).json.id;
  await ask("POST", `${DESK}/announcements/${embargoedId}/schedule`, { at: "2099-01-02T00:00:00Z" });

  const tokens = {} as Record<Role, string>;
  for (const role of ROLES)
    tokens[role] = (await ask("POST", `${DESK}/tokens`, { name: `${role} bot`, role })).json.secret;
  const email = "moderator@lantern.example";
  const { json: invited } = await ask("POST", `${DESK}/people`, { email, role: "moderator" });
  const secret = /[A-Za-z0-9_-]{20,}$/.exec(invited.link)?.[0];
  const welcome = await asker(base)("POST", "/api/v1/session/invitation", { secret, password: PASSWORD });
  const session = /sid=([^;]+)/.exec(welcome.headers.get("set-cookie") ?? "")?.[1] ?? "";

  const screens: Screen[] = [];
  for (let at = 0; at < 8; at += 1) screens.push(await pairedScreen(base, ask, `Screen ${at}`));
  const push = await asker(base)("POST", "/api/v1/push", pushOrder("https://push.lantern.example/device/1"));
  const { cursor } = (await ask("GET", "/api/v1/feed")).json;
  return {
    adminToken,
    tokens,
    email,
    session,
    screens,
    draftId,
    embargoedId,
    publicIds,
    pushSecret: push.json.secret,
    epoch: cursor.epoch,
    sessionIds: sessions.map(({ id }: { id: string }) => id),
  };
}

export const pushOrder = (endpoint: string) => ({
  subscription: {
    endpoint,
    keys: {
      p256dh: createECDH("prime256v1").generateKeys("base64url"),
      auth: randomBytes(16).toString("base64url"),
    },
  },
});

function hidden(mark: string) {
  const word = () => `${mark}${randomBytes(6).toString("hex")}`;
  return {
    kind: "notice",
    text: { en: { headline: word(), body: word() }, zh: { headline: word(), body: word() } },
    actions: [{ for: "online", label: { en: word() }, url: `https://${word()}.example/${word()}` }],
  };
}

async function published(ask: Asker, at: number): Promise<string> {
  const text = { en: { headline: `What is public, ${at}`, body: "For everybody." } };
  const answer = await ask("POST", `${DESK}/announcements`, { kind: "notice", text, publishAt: "now" });
  return answer.json.id;
}

async function pairedScreen(base: string, ask: Asker, name: string): Promise<Screen> {
  const nobody = asker(base);
  const pairings = "/api/v1/kiosk/pairings";
  const { json: code } = await nobody("POST", pairings, {});
  const { json: kiosk } = await ask("POST", `${DESK}/kiosks/claim`, { userCode: code.userCode, name });
  const { json } = await nobody("POST", `${pairings}/token`, { deviceCode: code.deviceCode });
  return { id: kiosk.id, token: json.token };
}

interface Told {
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  readonly json: any;
}
type Asker = (
  method: string,
  path: string,
  json?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Told>;

/** Throws where the answer is no good one: there is nothing hostile in this. */
const asker =
  (base: string, token?: string): Asker =>
  async (method, path, json, headers = {}) => {
    const answer = await fetch(base + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return { headers: answer.headers, json: text === "" ? undefined : JSON.parse(text) };
  };
