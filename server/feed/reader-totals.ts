/** How many read over all nodes, from what each node said of its own. */
import { z } from "zod";
import { parsedJson } from "../core/json-text.ts";
import type { ReaderCounts } from "./presence.ts";

/** A node that has said nothing for so long is gone. */
const TRUST_MS = 15_000;

const count = z.int().min(0);
const nodeCountsSchema = z.object({ online: count, inPerson: count, undeclared: count, atMs: z.number() });

export interface ReaderTotals {
  readonly sum: ReaderCounts;
  /** Nodes that are gone, by the names they gave themselves. */
  readonly gone: readonly string[];
}

/** From the hash in which nodes report: JSON by the name of the node. */
export function readerTotals(nodes: Readonly<Record<string, string>>, nowMs: number): ReaderTotals {
  const sum = { online: 0, inPerson: 0, undeclared: 0 };
  const gone: string[] = [];
  for (const [node, json] of Object.entries(nodes)) {
    const counts = nodeCountsSchema.safeParse(parsedJson(json)).data;
    if (counts === undefined || nowMs - counts.atMs > TRUST_MS) {
      gone.push(node);
      continue;
    }
    sum.online += counts.online;
    sum.inPerson += counts.inPerson;
    sum.undeclared += counts.undeclared;
  }
  return { sum, gone };
}
