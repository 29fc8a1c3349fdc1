/** Who is counted from where, and for how long. */
import { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Crowd, type CrowdOptions } from "../../server/doors/crowd.ts";
import { Forwarding } from "../../server/doors/forwarding.ts";

const TOKEN = "an-admin-token-of-more-than-32-characters";

const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;

class Guest extends EventEmitter {
  destroyed = false;

  go(): void {
    this.destroyed = true;
    this.emit("close");
  }
}

const crowdOf = (more: Partial<CrowdOptions> = {}) =>
  new Crowd({ forwarding: new Forwarding([]), connections: 3, handshakesPerSecond: 1_000, ...more });

const admitted = (crowd: Crowd, times: number, request: IncomingMessage): Guest[] =>
  Array.from({ length: times }, () => new Guest()).filter((guest) => crowd.take(request, guest));

describe("so many from one address", () => {
  test("[AD3] one more is refused, until one has gone; others are not concerned", () => {
    const crowd = crowdOf();
    const guests = admitted(crowd, 5, from("192.0.2.1"));
    expect(guests).toHaveLength(3);
    expect(admitted(crowd, 2, from("192.0.2.2"))).toHaveLength(2);
    guests[0]!.go();
    expect(admitted(crowd, 2, from("192.0.2.1"))).toHaveLength(1);
  });

  test("[AD3] a /64 of IPv6 is one address, and v4 in v6 clothes is v4", () => {
    const crowd = crowdOf();
    const ends = ["::1", "::2", "::3", "::4"].map((end) => from(`2001:db8:1:2${end}`));
    expect(ends.flatMap((request) => admitted(crowd, 1, request))).toHaveLength(3);
    expect(admitted(crowd, 1, from("2001:db8:1:3::1"))).toHaveLength(1);
    expect(admitted(crowd, 2, from("192.0.2.1"))).toHaveLength(2);
    expect(admitted(crowd, 2, from("::ffff:192.0.2.1"))).toHaveLength(1);
  });

  test("[AD4] so many handshakes in a second, though each goes at once; in the next as many again", () => {
    let nowMs = 0;
    const crowd = crowdOf({ handshakesPerSecond: 10, nowMs: () => nowMs });
    const comeAndGo = () => {
      const guest = new Guest();
      const isIn = crowd.take(from("192.0.2.1"), guest);
      guest.go();
      return isIn;
    };
    const inOneSecond = () => Array.from({ length: 25 }, comeAndGo).filter(Boolean).length;
    expect(inOneSecond()).toBe(10);
    nowMs = 999;
    expect(inOneSecond()).toBe(0);
    nowMs = 1_000;
    expect(inOneSecond()).toBe(10);
  });

  test.for([
    ["this machine", from("127.0.0.1")],
    ["this machine by IPv6", from("::1")],
    ["this machine in v6 clothes", from("::ffff:127.0.0.1")],
    ["a venue", from("198.51.100.7")],
    ["a venue by IPv6", from("2001:db8:aa::7")],
    ["ADMIN_TOKEN", from("192.0.2.1", { authorization: `Bearer ${TOKEN}` })],
  ] as const)("[AD5] %s is let in all the same", ([, request]) => {
    const crowd = crowdOf({
      venues: ["198.51.100.0/24", "2001:db8:aa::/48"],
      adminToken: TOKEN,
      handshakesPerSecond: 2,
    });
    expect(admitted(crowd, 50, request)).toHaveLength(50);
  });

  test.for([
    ["a wrong token", { authorization: `Bearer ${TOKEN}x` }],
    ["the token without its scheme", { authorization: TOKEN }],
    ["a forwarded address of a venue that nobody vouches for", { "x-forwarded-for": "198.51.100.7" }],
  ] as const)("[AD5] %s is not", ([, headers]) => {
    const crowd = crowdOf({ venues: ["198.51.100.0/24"], adminToken: TOKEN });
    expect(admitted(crowd, 50, from("192.0.2.1", headers))).toHaveLength(3);
  });

  test("[AD6] who is gone already is not counted, and nobody is counted out twice", () => {
    const crowd = crowdOf();
    const guest = new Guest();
    guest.go();
    expect(crowd.take(from("192.0.2.1"), guest)).toBe(false);
    const [one] = admitted(crowd, 1, from("192.0.2.1"));
    one!.go();
    one!.go();
    expect(crowd.size).toEqual({ networks: 0, connections: 0 });
  });

  test("[AD6] whatever comes and goes, the count is of those who are here, and nothing is kept of the others", () => {
    const step = fc.record({ host: fc.integer({ min: 1, max: 4 }), comes: fc.boolean(), which: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const crowd = crowdOf();
        const here = new Map<number, Guest[]>();
        for (const { host, comes, which } of steps) {
          const guests = here.get(host) ?? [];
          here.set(host, guests);
          const guest = new Guest();
          if (!comes) guests.splice(which % (guests.length || 1), 1)[0]?.go();
          else if (crowd.take(from(`192.0.2.${host}`), guest)) guests.push(guest);
          expect(guests.length).toBeLessThanOrEqual(3);
          const counted = [...here.values()].filter(({ length }) => length > 0);
          const connections = counted.reduce((sum, { length }) => sum + length, 0);
          expect(crowd.size).toEqual({ networks: counted.length, connections });
        }
      }),
      { numRuns: 300 },
    );
  });
});
