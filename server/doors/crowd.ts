/**
 * How many are here from one address: sockets and streams that are open, and handshakes in a second. One counter for
 * each address that has any; each process counts for itself.
 *
 * - [AD3] An address (a /64 of IPv6) has at most 20,000 sockets and streams at a process.
 * - [AD4] It makes at most 2,000 handshakes in a second.
 * - [AD5] This very machine, the networks of VENUE_ADDRESSES, and who brings ADMIN_TOKEN are let in all the same.
 * - [AD6] Whatever way a connection ends, it is counted no longer.
 */
import type { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import { sameSecret } from "../accounts/secrets.ts";
import { addressMatcher } from "../config-forms.ts";
import type { Forwarding } from "./forwarding.ts";
import { isLoopback, networkOf } from "./network.ts";

export const CONNECTIONS_PER_ADDRESS = 20_000;
export const HANDSHAKES_PER_ADDRESS_S = 2_000;

export interface CrowdOptions {
  readonly forwarding: Forwarding;
  /** CIDRs of venues, where a whole hall has one address. */
  readonly venues?: readonly string[];
  readonly adminToken?: string | undefined;
  readonly connections?: number;
  readonly handshakesPerSecond?: number;
  readonly nowMs?: () => number;
}

/** What a connection lasts as long as: a TCP socket, or the answer that a stream is. */
export interface Stay extends EventEmitter {
  readonly destroyed: boolean;
}

/** All who are here from one network. */
interface Party {
  readonly network: string;
  readonly of: Map<string, Party>;
  count: number;
}

export class Crowd {
  readonly #options: CrowdOptions;
  readonly #isVenue: (address: string) => boolean;
  readonly #here = new Map<string, Party>();
  /** Handshakes of this second. */
  #shakes = new Map<string, number>();
  #second = 0;

  constructor(options: CrowdOptions) {
    this.#options = options;
    const { venues = [] } = options;
    this.#isVenue = venues.length === 0 ? () => false : addressMatcher(venues);
  }

  /** How many networks are counted, and how many connections in all. */
  get size(): { readonly networks: number; readonly connections: number } {
    let connections = 0;
    for (const { count } of this.#here.values()) connections += count;
    return { networks: this.#here.size, connections };
  }

  /** Counts one more until `stay` closes. False where it is one too many, or gone already: nothing is counted then. */
  take(request: IncomingMessage, stay: Stay): boolean {
    if (stay.destroyed) return false;
    const address = this.#options.forwarding.addressOf(request);
    const network = networkOf(address);
    const party = this.#here.get(network);
    // Who is exempt is asked of the few that would be refused.
    if (this.#isTooMany(network, party) && !this.#isExempt(request, address)) return false;
    join(stay, party ?? this.#begin(network));
    return true;
  }

  /** One of this machine, of a venue, or with ADMIN_TOKEN. */
  isExempt(request: IncomingMessage): boolean {
    return this.#isExempt(request, this.#options.forwarding.addressOf(request));
  }

  #isExempt({ headers }: IncomingMessage, address: string): boolean {
    if (isLoopback(address) || this.#isVenue(address)) return true;
    const { adminToken } = this.#options;
    const token = /^Bearer +([\x21-\x7e]+) *$/i.exec(headers.authorization ?? "")?.[1];
    return token !== undefined && adminToken !== undefined && sameSecret(token, adminToken);
  }

  #isTooMany(network: string, party: Party | undefined): boolean {
    const { connections = CONNECTIONS_PER_ADDRESS, handshakesPerSecond = HANDSHAKES_PER_ADDRESS_S } =
      this.#options;
    const shakes = this.#shake(network);
    return shakes > handshakesPerSecond || (party !== undefined && party.count >= connections);
  }

  #shake(network: string): number {
    const { nowMs = () => performance.now() } = this.#options;
    const second = Math.floor(nowMs() / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#shakes = new Map();
    }
    const shakes = (this.#shakes.get(network) ?? 0) + 1;
    this.#shakes.set(network, shakes);
    return shakes;
  }

  #begin(network: string): Party {
    const party: Party = { network, of: this.#here, count: 0 };
    this.#here.set(network, party);
    return party;
  }
}

const PARTY = Symbol("party");

type Marked = Stay & { [PARTY]?: Party | undefined };

function join(stay: Marked, party: Party): void {
  party.count += 1;
  stay[PARTY] = party;
  stay.on("close", leave);
}

/** One function for all connections: at twenty thousand a function for each would be felt. */
function leave(this: Marked): void {
  const party = this[PARTY];
  if (party === undefined) return;
  this[PARTY] = undefined;
  party.count -= 1;
  if (party.count === 0) party.of.delete(party.network);
}
