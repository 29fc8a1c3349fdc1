/** A node's HTTP interface as a program uses it, with ADMIN_TOKEN. It never retries: tests do. */
import type { Entry, Frame } from "../../server/contract/feed.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
  /** From the request to the end of the answer. */
  readonly tookMs: number;
}

export interface Asked {
  readonly method?: string;
  readonly json?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another bearer than ADMIN_TOKEN; nobody where it is empty. */
  readonly token?: string;
  /** After which it is given up: it rejects. Absent, never. */
  readonly withinMs?: number;
}

export interface RealApi {
  readonly base: string;
  /** Rejects where there is no answer at all. */
  ask(path: string, asked?: Asked): Promise<Answer>;
  /** The status of a GET, 0 where there is no answer. */
  status(path: string): Promise<number>;
  /** A notice, published at once unless `more` says otherwise. */
  post(headline: string, more?: Readonly<Record<string, unknown>>, key?: string): Promise<Answer>;
  move(id: string, name: string, json?: unknown): Promise<Answer>;
  /** Every entry of the log that the node's window holds. */
  entries(): Promise<Entry[]>;
}

export const DESK = "/api/v1/desk/announcements";

export function realApi(base: string, adminToken: string): RealApi {
  const ask = async (
    path: string,
    { method, json, key, headers = {}, token, withinMs }: Asked = {},
  ): Promise<Answer> => {
    const bearer = token ?? adminToken;
    const startedAt = performance.now();
    const answer = await fetch(base + path, {
      method: method ?? (json === undefined ? "GET" : "POST"),
      headers: {
        ...(bearer === "" ? {} : { authorization: `Bearer ${bearer}` }),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(withinMs === undefined ? {} : { signal: AbortSignal.timeout(withinMs) }),
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get("content-type") ?? "") && text !== "";
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
      tookMs: performance.now() - startedAt,
    };
  };
  return {
    base,
    ask,
    status: async (path) => {
      try {
        return (await ask(path, { token: "" })).status;
      } catch {
        return 0;
      }
    },
    post: (headline, more = {}, key) =>
      ask(DESK, {
        json: { kind: "notice", text: { en: { headline } }, publishAt: "now", ...more },
        ...(key === undefined ? {} : { key }),
      }),
    move: (id, name, json) => ask(`${DESK}/${id}/${name}`, { method: "POST", json }),
    entries: async () => {
      const { json: feed } = await ask("/api/v1/feed?limit=1", { token: "" });
      const { json } = await ask(`/api/v1/feed/frames?epoch=${feed.cursor.epoch}&after=0`, { token: "" });
      if (json.entries === undefined) throw new Error(`no frame from the start: ${JSON.stringify(json)}`);
      return (json as Frame).entries;
    },
  };
}

/** The headlines that were published in these entries, in order. */
export const headlinesOf = (entries: readonly Entry[]): string[] =>
  entries.flatMap((entry) =>
    entry.type === "announcementPublished" ? [entry.announcement.text.en?.headline ?? ""] : [],
  );

/** What breaks the log's first promise: offsets 1, 2, 3 … */
export const isDense = (entries: readonly Entry[]): boolean =>
  entries.every(({ offset }, at) => offset === at + 1);
