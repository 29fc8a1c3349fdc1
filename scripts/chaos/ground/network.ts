/**
 * A small network in this machine: places, each a network namespace with one address, and wires between
 * them (veth pairs), each of which can be cut, both ways or one, or made bad. "Here" is the namespace of the
 * harness itself.
 *
 * Addresses are of 198.18.0.0/15, which RFC 2544 keeps for tests. All is gone when we are, however we went.
 */
import { randomInt } from "node:crypto";
import { networkInterfaces } from "node:os";
import { command } from "./command.ts";
import { allowed, demand, linux, type Need, root, tool } from "./needs.ts";
import { type Undoing, undoLater } from "./undoing.ts";

export const networkNeeds: readonly Need[] = [
  linux,
  root,
  tool("ip"),
  tool("unshare"),
  allowed("no network namespaces", "unshare", "-n", "ip", "link", "add", "type", "veth"),
];

/** Latency and loss by the kernel; where it has no netem, only a proxy can delay. */
export const badWireNeeds: readonly Need[] = [
  ...networkNeeds,
  tool("tc"),
  allowed(
    "the kernel has no netem",
    "unshare",
    "-n",
    "tc",
    ...["qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms"],
  ),
];

export const narrowWireNeeds: readonly Need[] = [
  ...networkNeeds,
  tool("tc"),
  allowed(
    "the kernel has no tbf",
    "unshare",
    "-n",
    "tc",
    ...["qdisc", "add", "dev", "lo", "root", "tbf", "rate", "64kbit", "burst", "2kb", "limit", "4kb"],
  ),
];

export interface Place {
  readonly address: string;
  /** What a command line begins with so that it runs there; nothing for here. */
  readonly enter: readonly string[];
}

export interface Wire {
  /** No carrier: what is sent either way is gone. */
  cut(): Promise<void>;
  /** What `from` sends never arrives, and it hears of no fault; the other way all is well. */
  cutFrom(from: Place): Promise<void>;
  /** Delay, jitter and loss, both ways. Throws {@link CannotRunHere} where the kernel has no netem. */
  makeBad(how: { latencyMs: number; jitterMs: number; lossPercent: number }): Promise<void>;
  /** So many bits a second both ways and a short queue: what is sent faster waits, then is lost. */
  narrow(how: { kilobits: number; queueMs: number }): Promise<void>;
  heal(): Promise<void>;
}

export interface Network {
  readonly here: Place;
  place(): Promise<Place>;
  wire(a: Place, b: Place): Promise<Wire>;
  close(): Promise<void>;
}

/** Throws {@link CannotRunHere}. */
export async function openNetwork(): Promise<Network> {
  demand(networkNeeds);
  const net = freeNet();
  const undoings: Undoing[] = [];
  const spaces = new Map<Place, string | undefined>();
  let wires = 0;

  const addPlace = (space: string | undefined): Place => {
    const enter = space === undefined ? [] : ["ip", "netns", "exec", space];
    const made = { address: `198.18.${net}.${spaces.size + 1}`, enter };
    spaces.set(made, space);
    return made;
  };

  return {
    here: addPlace(undefined),
    async place() {
      const space = `ffg${net}-${spaces.size + 1}`;
      undoings.push(undoLater('ip netns del "$1"', space));
      await run(here, `ip netns add ${space}`);
      await run(here, `ip -n ${space} link set lo up`);
      return addPlace(space);
    },
    async wire(a, b) {
      wires += 1;
      const ends = [
        { ...a, space: spaces.get(a), name: `ffg${net}-${wires}a`, mac: macOf(net, wires, 1) },
        { ...b, space: spaces.get(b), name: `ffg${net}-${wires}b`, mac: macOf(net, wires, 2) },
      ] as const;
      // With its namespace a wire goes too; this is for the wires of which we are an end.
      undoings.push(undoLater('ip link del "$1" || ip link del "$2"', ends[0].name, ends[1].name));
      return makeWire(ends);
    },
    async close() {
      for (const undoing of undoings.splice(0).reverse()) await undoing.now();
    },
  };
}

interface WireEnd extends Place {
  readonly space: string | undefined;
  readonly name: string;
  readonly mac: string;
}

/** A hardware address that nobody has. */
const NOBODY = "02:00:5e:00:00:00";

async function makeWire(ends: readonly [WireEnd, WireEnd]): Promise<Wire> {
  const [a, b] = ends;
  const both = (work: (end: WireEnd, other: WireEnd) => Promise<unknown>) =>
    Promise.all([work(a, b), work(b, a)]);
  const knowOther = (end: WireEnd, mac: string, other: WireEnd) =>
    run(end, `ip neigh replace ${other.address} lladdr ${mac} dev ${end.name} nud permanent`);
  const shape = (how: string) => both((end) => run(end, `tc qdisc replace dev ${end.name} root ${how}`));

  const [first, second] = ends.map(({ name, mac }) => `name ${name} address ${mac}`);
  await run(here, `ip link add ${first} type veth peer ${second}`);
  await both(async (end, other) => {
    if (end.space !== undefined) await run(here, `ip link set ${end.name} netns ${end.space}`);
    await run(end, `ip addr add ${end.address}/32 peer ${other.address}/32 dev ${end.name}`);
    await run(end, `ip link set ${end.name} up`);
  });
  await both((end, other) => knowOther(end, other.mac, other));

  return {
    cut: async () => {
      // The far end goes down, so that here routes stay and nobody is told at once.
      const far = b.space === undefined ? a : b;
      await run(far, `ip link set ${far.name} down`);
    },
    cutFrom: async (from) => {
      const [end, other] = from.address === a.address ? ends : ([b, a] as const);
      await knowOther(end, NOBODY, other);
    },
    makeBad: async ({ latencyMs, jitterMs, lossPercent }) => {
      demand(badWireNeeds);
      await shape(`netem delay ${latencyMs}ms ${jitterMs}ms loss ${lossPercent}%`);
    },
    narrow: async ({ kilobits, queueMs }) => {
      demand(narrowWireNeeds);
      await shape(`tbf rate ${kilobits}kbit burst 2kb latency ${queueMs}ms`);
    },
    heal: async () => {
      await both(async (end, other) => {
        await run(end, `tc qdisc del dev ${end.name} root`).catch(() => {});
        await run(end, `ip link set ${end.name} up`);
        // Going down took the route along.
        await run(end, `ip route replace ${other.address} dev ${end.name} src ${end.address}`);
        await knowOther(end, other.mac, other);
      });
    },
  };
}

const here: Pick<Place, "enter"> = { enter: [] };

/** A line of words without spaces in them, in a place. */
function run({ enter }: Pick<Place, "enter">, line: string): Promise<string> {
  const [name = "", ...args] = [...enter, ...line.split(" ")];
  return command(name, ...args);
}

const macOf = (net: number, wire: number, end: number): string =>
  ["02", "00", "5e", net, wire, end]
    .map((part) => (typeof part === "number" ? part.toString(16).padStart(2, "0") : part))
    .join(":");

/** A third number of 198.18.n.0 that no interface of this machine has. */
function freeNet(): number {
  const taken = Object.values(networkInterfaces()).flatMap((of) => of?.map(({ address }) => address) ?? []);
  for (;;) {
    const net = randomInt(1, 255);
    if (!taken.some((address) => address.startsWith(`198.18.${net}.`))) return net;
  }
}
