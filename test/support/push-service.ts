/**
 * A push service of our own, over TLS on loopback: it makes subscriptions as a browser would, checks who sends
 * (RFC 8292), keeps what arrives and reads it with the keys that it made (RFC 8291). It answers as it is told.
 */
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { until } from "../../scripts/chaos/until.ts";
import type { PushMessage, PushOrder } from "../../server/contract/push.ts";

const TLS = join(import.meta.dirname, "tls");
export const PUSH_CA = join(TLS, "cert.pem");

/** A status, with what goes along; `slow` never answers; a function decides when it is asked. */
export type AnswerAs =
  | number
  | "slow"
  | { readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | (() => Promise<number>);

export interface Arrived {
  readonly message: PushMessage;
  readonly ttl: number;
  readonly urgency: string | undefined;
  readonly topic: string | undefined;
  /** Of the whole body, as it came. */
  readonly bytes: number;
  readonly vapid: { readonly aud: string; readonly exp: number; readonly sub: string };
}

export interface Device {
  readonly subscription: PushOrder["subscription"];
  /** Whatever was sent to it, whether it was answered well or not. */
  readonly arrived: readonly Arrived[];
  answerAs(how: AnswerAs): void;
  /** Waits until so many have arrived. */
  got(count: number, ms?: number): Promise<readonly Arrived[]>;
}

export interface PushService {
  readonly origin: string;
  /** All that arrived at any device, in order, by its name. */
  readonly log: readonly { readonly device: string; readonly arrived: Arrived }[];
  device(name: string): Device;
  close(): Promise<void>;
}

/** `publicKey` is the one that every message must be signed for. */
export async function startPushService(publicKey: () => string): Promise<PushService> {
  const devices = new Map<string, Receiver>();
  const log: { device: string; arrived: Arrived }[] = [];
  let origin = "";

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat((await request.toArray()) as Buffer[]);
    const name = request.url!.slice("/send/".length);
    const device = devices.get(name);
    if (device === undefined) return void response.writeHead(404).end();
    const vapid = checkedVapid(request.headers.authorization ?? "", publicKey());
    if (vapid === undefined || vapid.aud !== origin) return void response.writeHead(403).end();
    const { ttl, urgency, topic } = request.headers as Record<string, string | undefined>;
    const message = JSON.parse(device.read(body)) as PushMessage;
    const arrived = { message, ttl: Number(ttl), urgency, topic, bytes: body.length, vapid };
    device.arrived.push(arrived);
    log.push({ device: name, arrived });
    await device.answer(response);
  };

  const server = createServer(
    { cert: readFileSync(join(TLS, "cert.pem")), key: readFileSync(join(TLS, "key.pem")) },
    (request, response) => void take(request, response).catch(() => response.writeHead(400).end()),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    log,
    device(name) {
      const device = new Receiver(`${origin}/send/${name}`);
      devices.set(name, device);
      return device;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

class Receiver implements Device {
  readonly subscription: PushOrder["subscription"];
  readonly arrived: Arrived[] = [];
  readonly #keys: ECDH;
  readonly #auth = randomBytes(16);
  #answer: AnswerAs = 201;

  constructor(endpoint: string) {
    this.#keys = createECDH("prime256v1");
    const p256dh = this.#keys.generateKeys().toString("base64url");
    this.subscription = { endpoint, keys: { p256dh, auth: this.#auth.toString("base64url") } };
  }

  answerAs(how: AnswerAs): void {
    this.#answer = how;
  }

  got(count: number, ms?: number): Promise<readonly Arrived[]> {
    return until(() => this.arrived.length >= count && this.arrived, `message ${count}`, ms);
  }

  async answer(response: ServerResponse): Promise<void> {
    const how = this.#answer;
    if (how === "slow") return;
    if (typeof how === "number") response.writeHead(how).end();
    else if (typeof how === "function") response.writeHead(await how()).end();
    else response.writeHead(how.status, how.headers).end();
  }

  /** RFC 8188 and 8291, one record. Throws where it is not for this device. */
  read(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const keyLength = body.readUInt8(20);
    const sender = body.subarray(21, 21 + keyLength);
    const sealed = body.subarray(21 + keyLength);
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), this.#keys.getPublicKey(), sender]);
    const key = hkdfSync("sha256", this.#keys.computeSecret(sender), this.#auth, info, 32);
    const derive = (name: string, length: number) =>
      Buffer.from(hkdfSync("sha256", Buffer.from(key), salt, `Content-Encoding: ${name}\0`, length));
    const opening = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
    opening.setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([opening.update(sealed.subarray(0, -16)), opening.final()]);
    return padded.subarray(0, padded.lastIndexOf(2)).toString("utf8");
  }
}

function checkedVapid(authorization: string, publicKey: string): Arrived["vapid"] | undefined {
  const [, token, key] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? [];
  if (token === undefined || key !== publicKey) return undefined;
  const [header = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(publicKey, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
  const verifier = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y } as never, format: "jwk" });
  const isOurs = verify(
    "sha256",
    Buffer.from(`${header}.${claims}`),
    { key: verifier, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  return isOurs ? JSON.parse(Buffer.from(claims, "base64url").toString()) : undefined;
}
