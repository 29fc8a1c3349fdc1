import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Build } from "./process-metrics.ts";

/** What runs here: the version of package.json, and Node's. */
export function runningBuild(): Build {
  const file = join(import.meta.dirname, "../../../package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return { version, node: process.version };
}
