/** The rule of Express' `trust proxy`, before Express: both must say the same, or a limit counts somebody else. */
import type { IncomingMessage } from "node:http";
import express from "express";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Forwarding } from "../../server/doors/forwarding.ts";

const PROXIES = ["10.0.0.0/8", "fd00::/8"];

/** What Express makes of the same request. */
function byExpress(trustProxy: readonly string[], remoteAddress: string, headers: Record<string, string>) {
  const app = express();
  app.set("trust proxy", trustProxy.length > 0 ? [...trustProxy] : false);
  const request = Object.assign(Object.create(app.request), {
    app,
    headers,
    socket: { remoteAddress },
    connection: { remoteAddress },
  });
  return { ip: request.ip as string, host: request.host as string | undefined };
}

const asked = (remoteAddress: string, headers: Record<string, string>) =>
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;

describe("who it comes from", () => {
  test.for([
    ["nobody forwards", "192.0.2.1", "", "192.0.2.1"],
    ["somebody who is not trusted says so", "192.0.2.1", "203.0.113.9", "192.0.2.1"],
    ["a proxy says so", "10.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["a proxy in v6 clothes says so", "::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["a client lies to a proxy", "10.0.0.1", "127.0.0.1, 203.0.113.9", "203.0.113.9"],
    ["two proxies say so", "10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"],
    ["all are proxies", "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"],
    ["a proxy says nothing", "10.0.0.1", "", "10.0.0.1"],
    ["a proxy says what is no address", "10.0.0.1", "unknown", "unknown"],
  ] as const)("[AD3] %s", ([, peer, forwarded, address]) => {
    const headers = forwarded === "" ? {} : { "x-forwarded-for": forwarded };
    expect(new Forwarding(PROXIES).addressOf(asked(peer, headers))).toBe(address);
  });

  test("without TRUST_PROXY no header is believed", () => {
    const headers = { "x-forwarded-for": "203.0.113.9", "x-forwarded-host": "evil.example", host: "here" };
    const forwarding = new Forwarding([]);
    expect(forwarding.addressOf(asked("127.0.0.1", headers))).toBe("127.0.0.1");
    expect(forwarding.hostOf(asked("127.0.0.1", headers))).toBe("here");
  });
});

test("[AD3] it says what Express says, whatever is sent", () => {
  const address = fc.constantFrom("10.1.2.3", "10.9.9.9", "192.0.2.1", "fd00::7", "2001:db8::1", "x", "");
  const gap = fc.constantFrom(",", ", ", " , ", ",,");
  const list = fc
    .tuple(fc.array(address, { maxLength: 5 }), gap)
    .map(([parts, between]) => parts.join(between));
  const peer = fc.constantFrom("10.0.0.1", "::ffff:10.0.0.1", "192.0.2.1", "fd00::1", "::1");
  const trusted = fc.constantFrom([], PROXIES, ["10.0.0.1/32"]);
  fc.assert(
    fc.property(peer, list, list, trusted, (remote, forwardedFor, forwardedHost, trustProxy) => {
      const headers = {
        host: "own.example",
        "x-forwarded-for": forwardedFor,
        "x-forwarded-host": forwardedHost,
      };
      const express = byExpress(trustProxy, remote, headers);
      const forwarding = new Forwarding(trustProxy);
      expect(forwarding.addressOf(asked(remote, headers))).toBe(express.ip);
      expect(forwarding.hostOf(asked(remote, headers)) ?? "").toBe(express.host ?? "");
    }),
    { numRuns: 2_000 },
  );
});
