/** Connections to push services, to public addresses alone. */
import type { LookupAddress } from "node:dns";
import { Resolver } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import type { LookupFunction } from "node:net";
import { isBrowsersOwn, isPublicAddress } from "./endpoint.ts";

export class NotPublic extends Error {}

/** Every address of a name. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

const ASKED_MS = 2_000;
const ASKED_TIMES = 2;

/**
 * Asks the name servers ourselves. The system's `getaddrinfo` works on four threads that all of this process
 * shares: a few names whose servers stay mute would keep everybody waiting.
 */
export function namesFrom(servers?: readonly string[]): Resolve {
  const resolver = new Resolver({ timeout: ASKED_MS, tries: ASKED_TIMES, maxTimeout: ASKED_MS });
  if (servers !== undefined) resolver.setServers(servers);
  return async (name) => {
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    if (v4.status === "rejected" && v6.status === "rejected") throw v4.reason;
    const found = (result: PromiseSettledResult<string[]>, family: 4 | 6) =>
      result.status === "rejected" ? [] : result.value.map((address) => ({ address, family }));
    return [...found(v4, 4), ...found(v6, 6)];
  };
}

/**
 * Resolves a name once, and refuses it where any of its addresses is not public: what is connected to is
 * exactly what was looked at here, so a name that says something else the next moment gains nothing.
 */
export function publicLookup(resolve: Resolve = namesFrom()): LookupFunction {
  return (hostname, options, done) => {
    publicAddresses(hostname, resolve).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all) done(null, [...addresses]);
        else done(null, first!.address, first!.family);
      },
      (error: NodeJS.ErrnoException) => done(error, ""),
    );
  };
}

async function publicAddresses(name: string, resolve: Resolve): Promise<readonly LookupAddress[]> {
  const addresses = await resolve(name);
  if (addresses.length > 0 && addresses.every(({ address }) => isPublicAddress(address))) return addresses;
  throw new NotPublic(`${name} is no address of the public net`);
}

export interface Agents {
  /** The one for an address. */
  for(endpoint: string): Agent;
  close(): void;
}

export interface AgentsOptions {
  readonly resolve?: Resolve | undefined;
  /** One origin that may be anywhere, for tests, and the certificate that it is trusted by. */
  readonly testOrigin?: string | undefined;
  readonly testCa?: string | undefined;
}

/** Idle ones are let go: what is on its way has its own time. */
const KEPT = { keepAlive: true, maxFreeSockets: 64, timeout: 60_000 } as const;

/** Only those of the few services that browsers use are kept: anybody may name hosts without end. */
export function makeAgents({ resolve, testOrigin, testCa }: AgentsOptions): Agents {
  const lookup = publicLookup(resolve);
  const kept = new Agent({ ...KEPT, lookup });
  const single = new Agent({ lookup });
  const test = testCa === undefined ? new Agent(KEPT) : new Agent({ ...KEPT, ca: readFileSync(testCa) });
  return {
    for(endpoint) {
      if (new URL(endpoint).origin === testOrigin) return test;
      return isBrowsersOwn(endpoint) ? kept : single;
    },
    close() {
      for (const agent of [kept, single, test]) agent.destroy();
    },
  };
}
