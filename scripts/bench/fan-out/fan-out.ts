/** Many readers told one thing: ours beside others, in turns, so that whatever drifts drifts for all. */
import { type PartResults, RUNS } from "../measured-part.ts";
import type { StartGround } from "../npm-start.ts";
import { floor, nchan, type Peer, plain, rawWs } from "../peers/peer.ts";
import { startPeer } from "../peers/start.ts";
import { fanOutRows, type Measurements } from "./fan-out-rows.ts";
import { startCluster, startFanfare } from "./fanfare.ts";
import { type FanOutGround, onFanOutGround } from "./ground.ts";
import type { MeasuredServer } from "./measured-server.ts";
import { type Round, steadyRound, wholeRound } from "./one-round.ts";

const PROCESSES = 2;

interface Collected extends Measurements {
  readonly rounds: Round[];
  missing?: string;
}
type Name = "ours" | "stream" | "cluster" | "plain" | "ws" | "nchan" | "floor";

export function fanOut(start: StartGround): PartResults {
  return onFanOutGround(start, start.readers, async (ground) => {
    const nobody = (): Collected => ({ rounds: [] });
    const all: Record<Name, Collected> = {
      ours: nobody(),
      stream: nobody(),
      cluster: nobody(),
      plain: nobody(),
      ws: nobody(),
      nchan: nobody(),
      floor: nobody(),
    };
    for (let round = 1; round <= RUNS; round += 1) await inTurn(ground, all, round);
    return fanOutRows(all, ground.readers);
  });
}

async function inTurn(ground: FanOutGround, all: Record<Name, Collected>, round: number): Promise<void> {
  const note = (name: Name, measured: Round) => {
    all[name].rounds.push(measured);
    ground.say(`  round ${round}, ${name}: ${said(measured)}`);
  };
  const beside = async (name: Name, peer: Peer, measure: typeof wholeRound) => {
    const server = await startPeer(ground, peer);
    if ("missing" in server) {
      all[name].missing = server.missing;
      return;
    }
    note(name, await measure(ground, server));
    await server.close();
  };
  const ours = await startFanfare(ground);
  note("ours", await wholeRound(ground, ours));
  const stream: MeasuredServer = { ...ours, dialect: "fanfare-stream" };
  note("stream", await steadyRound(ground, stream));
  await ours.close();
  await beside("plain", plain, wholeRound);
  await beside("ws", rawWs, steadyRound);
  await beside("nchan", nchan, steadyRound);
  await beside("floor", floor, steadyRound);
  const cluster = await startCluster(ground, PROCESSES);
  if (cluster === undefined) all.cluster.missing = "there is no server/cluster.ts";
  else {
    note("cluster", await steadyRound(ground, cluster));
    await cluster.close();
  }
}

function said({ cpuUs, lastMs, memoryKiB, stallMs, burst, wrong }: Round): string {
  const parts = [`${cpuUs.toFixed(2)} µs a delivery`, `last reader ${lastMs.toFixed(0)} ms`];
  if (memoryKiB !== undefined) parts.push(`${memoryKiB.toFixed(1)} KiB a reader`);
  if (stallMs !== undefined) parts.push(`stalls up to ${stallMs.toFixed(0)} ms`);
  if (burst !== undefined) parts.push(`20 at once ${burst.cpuUs.toFixed(2)} µs`);
  if (wrong > 0) parts.push(`${wrong} wrong`);
  return parts.join(", ");
}
