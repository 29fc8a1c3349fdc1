/** What a server costs that has nothing to say: its pings and heartbeats to readers who only wait. */
import { setTimeout as pause } from "node:timers/promises";
import { openCrowd } from "../crowd.ts";
import { type PartResults, RUNS } from "../measured-part.ts";
import type { StartGround } from "../npm-start.ts";
import { plainByDefault } from "../peers/peer.ts";
import { startPeer } from "../peers/start.ts";
import { mostly } from "../results.ts";
import { startFanfare } from "./fanfare.ts";
import { onFanOutGround } from "./ground.ts";
import type { MeasuredServer } from "./measured-server.ts";
import { gather } from "./one-round.ts";

/** A ping of Engine.IO's comes once a minute at the rarest, and must be within. */
export const IDLE_MS = 65_000;

/** Both wait at the same time, on the same core, which is idle enough for two. */
export function idle(start: StartGround): PartResults {
  return onFanOutGround(start, start.readers, async (ground) => {
    const { readers, closers, cores, signal } = ground;
    const theirCrowd = await openCrowd(cores.crowd);
    closers.push(() => theirCrowd.close());
    const ours = await startFanfare(ground);
    const theirs = await startPeer(ground, plainByDefault);
    if ("missing" in theirs) throw new Error(theirs.missing);
    await gather(ground, ours, readers);
    await gather({ ...ground, crowd: theirCrowd }, theirs, readers);
    // Neither server pays for waking its readers.
    for (const crowd of [ground.crowd, theirCrowd]) await crowd.ask("listen", { wakeful: true });
    const runs: Record<"ours" | "theirs", number[]> = { ours: [], theirs: [] };
    for (let run = 1; run <= RUNS; run += 1) {
      const before = [ours.cpuMs(), theirs.cpuMs()] as const;
      const startedAt = performance.now();
      await pause(IDLE_MS, undefined, { signal });
      const percent = (server: MeasuredServer, cpuBefore: number) =>
        ((server.cpuMs() - cpuBefore) * 100) / (performance.now() - startedAt);
      runs.ours.push(percent(ours, before[0]));
      runs.theirs.push(percent(theirs, before[1]));
      ground.say(
        `  ${run}: ours ${runs.ours.at(-1)!.toFixed(2)} %, plain ${runs.theirs.at(-1)!.toFixed(2)} %`,
      );
    }
    await ours.close();
    await theirs.close();
    const what = `CPU of a server with ${readers.toLocaleString("en")} idle readers, of one core`;
    return [
      { what: `${what}: ours`, unit: "%", goal: mostly(3), runs: runs.ours },
      { what: "  plain Socket.IO, as it comes (pingInterval 25 s)", unit: "%", runs: runs.theirs },
    ];
  });
}
