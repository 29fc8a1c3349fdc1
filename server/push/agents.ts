/** Connections to push services: kept alive, and to public addresses alone. */
import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./endpoint.ts";

export class NotPublic extends Error {}

type Resolve = (
  hostname: string,
  options: { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Resolves a name once, and refuses it where any of its addresses is not public: what is connected to is
 * exactly what was looked at here, so a name that says something else the next moment gains nothing.
 */
export const publicLookup =
  (resolve: Resolve = systemLookup): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error !== null) return done(error, "");
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
        return done(new NotPublic(`${hostname} is no address of the public net`), "");
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };

export interface Agents {
  /** The one for an address. */
  for(endpoint: string): Agent;
  close(): void;
}

export interface AgentsOptions {
  readonly resolve?: Resolve;
  /** One origin that may be anywhere, for tests, and the certificate that it is trusted by. */
  readonly testOrigin?: string | undefined;
  readonly testCa?: string | undefined;
}

const KEPT = { keepAlive: true, maxFreeSockets: 64 } as const;

export function makeAgents({ resolve, testOrigin, testCa }: AgentsOptions): Agents {
  const open = new Agent({ ...KEPT, lookup: publicLookup(resolve) });
  const test = testCa === undefined ? new Agent(KEPT) : new Agent({ ...KEPT, ca: readFileSync(testCa) });
  return {
    for: (endpoint) => (new URL(endpoint).origin === testOrigin ? test : open),
    close() {
      open.destroy();
      test.destroy();
    },
  };
}
