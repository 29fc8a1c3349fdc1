/** Raw readers by the thousand, of the bench: for faults that need more than a few. */
import { type Crowd, openCrowd } from "../bench/crowd.ts";
import type { World } from "./world.ts";

/** All of them are where they listen, at both servers in turns unless told otherwise. */
export async function gathered(world: World, readers: number, ports = portsOf(world)): Promise<Crowd> {
  const crowd = await openCrowd(undefined);
  world.bench.onCleanUp(() => crowd.close());
  await crowd.ask("gather", { ports, readers });
  return crowd;
}

export const portsOf = ({ servers }: World): number[] => servers.map(({ process }) => process.port);
