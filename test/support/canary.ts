/** Words that are nowhere else, in every field of an announcement that takes words; and where they turn up. */
import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { expect } from "vitest";
import type { Answer, RealApi } from "../../scripts/chaos/real-api.ts";
import type { RealReader } from "../../scripts/chaos/real-readers.ts";
import { until } from "../../scripts/chaos/until.ts";
import { SESSION } from "./programmes/one-session.ts";

export class Canary {
  readonly mark: string;
  readonly words: string[] = [];

  constructor(mark: string) {
    this.mark = mark;
  }

  word = (): string => {
    const word = `${this.mark}${randomBytes(8).toString("hex")}`;
    this.words.push(word);
    return word;
  };

  isIn = (text: string): boolean => text.includes(this.mark);

  /** One of each kind, with a word of its own in every field. */
  announcements(sessionId: string): Record<string, unknown>[] {
    const { word } = this;
    const said = () => ({ headline: word(), body: word() });
    const link = () => `https://${word()}.example/${word()}`;
    const common = () => ({
      text: { en: said(), zh: said(), fr: said() },
      audience: { attendance: "everyone", zones: ["hall-2"], tracks: ["governance"] },
      actions: [
        { for: "online", label: { en: word(), zh: word() }, url: link() },
        { for: "in-person", label: { en: word() } },
      ],
      key: true,
    });
    const person = (place: number) => ({ place, name: word(), affiliation: word(), country: word() });
    const change = { sessionId: word(), change: word(), from: word(), to: word() };
    const alert = {
      status: "exercise",
      severity: word(),
      instruction: { en: word(), fr: word() },
      messageType: "alert",
    };
    return [
      { kind: "result", details: { competition: word(), podium: [person(1), person(2)] }, ...common() },
      { kind: "release", details: { document: word(), publisher: word(), url: link() }, ...common() },
      { kind: "programme-change", details: change, ...common() },
      { kind: "urgent", details: alert, expiresAt: "2099-01-01T00:00:00Z", ...common() },
      { kind: "session-start", sessionId, ...common() },
      { kind: "notice", ...common() },
    ];
  }
}

interface Where {
  readonly api: RealApi;
  readonly canary: Canary;
  /** A new reader, of whom all that arrives is kept. */
  readonly joined: (transport: "socket" | "stream") => RealReader;
}

/** Every address that anybody may GET, as the API describes itself, and what a reader might try besides. */
async function publicPaths({ api, canary }: Where, ids: readonly string[]): Promise<string[]> {
  const { json } = await api.ask("/openapi.json");
  const { cursor } = (await api.ask("/api/v1/feed")).json;
  const described = Object.entries<Record<string, unknown>>(json.paths)
    .filter(([path, methods]) => "get" in methods && !/\/desk\b|stream|frames/.test(path))
    .flatMap(([path]) => (path.includes("{id}") ? ids.map((id) => path.replace("{id}", id)) : [path]));
  expect(described.length).toBeGreaterThan(8);
  const searched = [canary.words[0]!, canary.words.at(-1)!].map((word) => `/api/v1/feed?q=${word}`);
  const pages = ["/", "/embed", "/desk", "/kiosk", ...ids.map((id) => `/a/${id}`)];
  const languages = ["/", "/embed", `/a/${ids[0]}`, "/feed.json", "/feed.atom", "/programme.ics"].flatMap(
    (path) => [`${path}?lang=zh`, `${path}?lang=fr`],
  );
  const parts = [
    "/?newest=100",
    "/embed?kind=result&limit=50",
    "/embed?track=governance",
    "/api/v1/feed?limit=100",
    "/api/v1/programme?from=2000-01-01T00:00:00Z",
    `/api/v1/programme?ids=${SESSION}`,
    `/programme.ics?sessions=${SESSION}`,
    `/api/v1/feed/frames?epoch=${cursor.epoch}&after=0`,
  ];
  return [...new Set([...described, ...searched, ...pages, ...languages, ...parts])];
}

/** Where the words are among all that readers, and colleagues without the right, are given. */
export async function publicLeaks(where: Where, ids: readonly string[]): Promise<string[]> {
  const { api, canary, joined } = where;
  const found: string[] = [];
  const look = (where: string, text: string) => canary.isIn(text) && found.push(where);
  const ask = async (path: string, token = ""): Promise<Answer> => {
    const answer = await api.ask(path, { token });
    const asked = path.split("?q=")[0]!; // what was searched for may be named in the answer's own words
    look(asked, path === asked ? answer.text : answer.text.replaceAll(path.slice(path.indexOf("?")), ""));
    look(`${asked} (headers)`, JSON.stringify([...answer.headers]));
    return answer;
  };
  await Promise.all((await publicPaths(where, ids)).map((path) => ask(path)));
  const newcomers = [joined("socket"), joined("stream")];
  await until(() => newcomers.every(({ state }) => state !== undefined), "the newcomers' snapshots");
  for (const reader of newcomers) {
    look(`a new reader's ${reader.transport}`, reader.raw);
    reader.drop();
  }
  return found;
}

/** The keys of Redis that hold the words, without their ids. */
export async function keysHolding(hand: Redis, canary: Canary, ids: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for await (const names of hand.scanStream({ count: 1_000 })) {
    for (const key of names as string[]) {
      const text = JSON.stringify([key, await contentOf(hand, key)]);
      if (canary.isIn(text)) found.add(ids.reduce((name, id) => name.replaceAll(id, "<id>"), key));
    }
  }
  return [...found].sort();
}

async function contentOf(hand: Redis, key: string): Promise<unknown> {
  switch (await hand.type(key)) {
    case "hash":
      return await hand.hgetall(key);
    case "list":
      return await hand.lrange(key, 0, -1);
    case "set":
      return await hand.smembers(key);
    case "zset":
      return await hand.zrange(key, "0", "-1");
    case "stream":
      return await hand.xrange(key, "-", "+");
    default:
      return await hand.get(key);
  }
}
