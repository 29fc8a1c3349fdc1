/** A case of hostile input as data: what is sent through one of the doors, and what comes of it. */
import type { Known } from "../../scripts/fuzz/world/furnish.ts";

/** Numbers of the plan of hostile inputs, 1 to 72. */
export interface Numbered {
  readonly no: number;
  readonly what: string;
}

export type Caller = "nobody" | "author" | "moderator" | "lead" | "admin" | "session";

export interface Asked {
  readonly as?: Caller;
  readonly json?: unknown;
  readonly body?: string | Buffer;
  /** In the place of those of these names; the empty text leaves one out. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A whole request, bytes as they travel. */
export function request(known: Known, method: string, target: string, asked: Asked = {}): Buffer {
  const body = Buffer.from(
    (asked.json === undefined ? (asked.body ?? "") : JSON.stringify(asked.json)) as string,
  );
  const headers: Record<string, string> = {
    Host: "127.0.0.1",
    Connection: "close",
    ...whoAsks(asked.as ?? "nobody", known),
    ...(body.length > 0 ? { "Content-Type": "application/json" } : {}),
    ...(body.length > 0 || /^P/.test(method) ? { "Content-Length": String(body.length) } : {}),
    ...asked.headers,
  };
  const lines = Object.entries(headers).filter(([, value]) => value !== "");
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${head}\r\n`, "latin1"), body]);
}

function whoAsks(caller: Caller, known: Known): Record<string, string> {
  if (caller === "nobody") return {};
  if (caller === "session") return { Cookie: `sid=${known.session}`, "Sec-Fetch-Site": "same-origin" };
  return { Authorization: `Bearer ${known.tokens[caller]}` };
}

export const LIST = "/api/v1/desk/announcements";
export const draft = (more: object = {}) => ({ kind: "notice", text: { en: { headline: "x" } }, ...more });
