/** One message to one device, over RFC 8030: encrypted for it alone, and what its push service said of it. */
import { request } from "node:https";
import webPush from "web-push";
import type { PushSubscriber } from "../store/push.ts";
import { type Agents, NotPublic } from "./agents.ts";
import { endpointFault } from "./endpoint.ts";
import type { VapidSigner } from "./vapid.ts";

const ANSWER_MS = 10_000;
const ANSWER_BYTES = 16 * 1024;
const LEAST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 10 * 60_000;

export interface Outgoing {
  readonly json: string;
  readonly ttlSeconds: number;
  readonly urgency: "high" | "normal";
  /** At most 32 characters of base64url. */
  readonly topic: string;
}

/**
 * `gone`: there is no such subscription any more. `refused`: it would not take a message of ours, and may not
 * ever. `unfit`: not this message. `later`: it may be tried again.
 */
export type Sent =
  | { readonly outcome: "sent" | "gone" | "unfit" }
  | { readonly outcome: "refused"; readonly reason: string }
  | { readonly outcome: "later"; readonly reason: string; readonly retryAfterMs?: number };

export interface SendParts {
  readonly agents: Agents;
  readonly signer: VapidSigner;
  readonly testOrigin?: string | undefined;
  readonly answerMs?: number;
}

const PER_TURN = 8;
let begun = 0;
let lastTurn: Promise<unknown> = Promise.resolve();

/** A few encryptions in each turn of the event loop: what this process publishes must not wait for a hundred. */
function turn(): Promise<unknown> {
  if (begun % PER_TURN === 0) lastTurn = lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)));
  begun += 1;
  return lastTurn;
}

type To = Pick<PushSubscriber, "endpoint" | "p256dh" | "auth">;

export async function sendPush(parts: SendParts, to: To, message: Outgoing): Promise<Sent> {
  const fault = endpointFault(to.endpoint, parts.testOrigin);
  if (fault !== undefined) return { outcome: "refused", reason: fault };
  await turn();
  const cipherText = encrypted(to, message);
  if (cipherText === undefined) return { outcome: "refused", reason: "its key is none" };
  const headers = {
    Authorization: parts.signer.authorizationFor(to.endpoint),
    "Content-Encoding": "aes128gcm",
    "Content-Length": String(cipherText.length),
    "Content-Type": "application/octet-stream",
    TTL: String(message.ttlSeconds),
    Topic: message.topic,
    Urgency: message.urgency,
  };
  try {
    return judged(await post(parts, to.endpoint, headers, cipherText));
  } catch (error) {
    if (error instanceof NotPublic) return { outcome: "refused", reason: error.message };
    return { outcome: "later", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Undefined where it cannot be: one device must not keep the others of its batch from being told. */
function encrypted({ p256dh, auth }: To, { json }: Outgoing): Buffer | undefined {
  try {
    return webPush.encrypt(p256dh, auth, json, "aes128gcm").cipherText;
  } catch {
    return undefined;
  }
}

interface Said {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/** Follows nothing: another address was never looked at. What is said beyond a little is cut off. */
function post(
  { agents, answerMs = ANSWER_MS }: SendParts,
  endpoint: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): Promise<Said> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(answerMs);
    const sending = request(endpoint, { method: "POST", headers, agent: agents.for(endpoint), signal });
    let said: Said | undefined;
    // Whatever becomes of the rest, once it has been said whether it was taken.
    const end = (error: Error) => (said === undefined ? reject(error) : resolve(said));
    sending.on("error", end);
    // An upgrade (101) is neither an answer nor an error.
    sending.on("close", () => end(new Error("was not answered")));
    sending.on("response", (answer) => {
      said = { status: answer.statusCode ?? 0, retryAfter: answer.headers["retry-after"] };
      let bytes = 0;
      answer.on("data", (part: Buffer) => {
        bytes += part.length;
        if (bytes > ANSWER_BYTES) sending.destroy();
      });
      answer.on("error", end);
    });
    sending.end(body);
  });
}

function judged({ status, retryAfter }: Said): Sent {
  if (status >= 200 && status < 300) return { outcome: "sent" };
  if (status === 404 || status === 410) return { outcome: "gone" };
  if (status === 413) return { outcome: "unfit" };
  const reason = `answered ${status}`;
  if (status !== 429 && status !== 408 && status < 500) return { outcome: "refused", reason };
  const retryAfterMs = waitOf(retryAfter);
  return { outcome: "later", reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Seconds, or a date by the clock of who says it. */
export function waitOf(retryAfter: string | undefined, nowMs = Date.now()): number | undefined {
  if (retryAfter === undefined) return undefined;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, LEAST_WAIT_MS), MOST_WAIT_MS);
}
