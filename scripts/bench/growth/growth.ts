/** Whether what a reader costs stays what it is with more readers, more servers and a longer log. */
import { onFanOutGround } from "../fan-out/ground.ts";
import type { PartResults } from "../measured-part.ts";
import type { StartGround } from "../npm-start.ts";
import { ALL_HELD, longerLog } from "./longer-log.ts";
import { moreNodes } from "./more-nodes.ts";
import { moreReaders } from "./more-readers.ts";

/** Of the readers that the other parts have; the most is what a limit of 20,000 open files allows. */
const SHARES = [0.1, 0.5, 1, 1.9];
const NODES = [1, 2, 4];
const ENTRIES = [100, 10_000, ALL_HELD, 100_000];

/** The log is last, since it stays as long as it has become. */
export function growth(start: StartGround): PartResults {
  const sizes = SHARES.map((share) => Math.round(share * start.readers));
  return onFanOutGround(start, Math.max(...sizes), async (ground) => [
    ...(await moreReaders(ground, sizes)),
    ...(await moreNodes(ground, NODES)),
    ...(await longerLog(ground, ENTRIES)),
  ]);
}
