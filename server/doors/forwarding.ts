/**
 * Whom a request comes from and what it asked for, where proxies stand in between: the rule of Express' `trust proxy`,
 * for what is decided before Express sees anything. Only the proxies of TRUST_PROXY are believed.
 */
import type { IncomingMessage } from "node:http";
import { addressMatcher } from "../config-forms.ts";

export class Forwarding {
  readonly #isTrusted: ((address: string) => boolean) | undefined;

  constructor(trustProxy: readonly string[]) {
    this.#isTrusted = trustProxy.length === 0 ? undefined : addressMatcher(trustProxy);
  }

  /** The nearest address that is no proxy of ours; the farthest known where all of them are. */
  addressOf({ socket, headers }: IncomingMessage): string {
    let address = socket.remoteAddress ?? "";
    const isTrusted = this.#isTrusted;
    if (isTrusted === undefined || !isTrusted(address)) return address;
    for (const next of listed(headers["x-forwarded-for"]).reverse()) {
      address = next;
      if (!isTrusted(address)) break;
    }
    return address;
  }

  /** The host that the client named. */
  hostOf({ socket, headers }: IncomingMessage): string | undefined {
    const { host } = headers;
    if (this.#isTrusted?.(socket.remoteAddress ?? "") !== true) return host;
    const forwarded = String(headers["x-forwarded-host"] ?? "");
    return forwarded === "" ? host : forwarded.split(",")[0]!.trim();
  }
}

const listed = (header: string | string[] | undefined): string[] =>
  String(header ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
