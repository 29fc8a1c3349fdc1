/** The floor's program, made where there is a compiler. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Prepared } from "./peer.ts";

export function prepareFloor(folder: string, port: number): Prepared {
  const program = join(folder, "floor");
  const { status } = spawnSync("cc", ["-O2", "-o", program, join(import.meta.dirname, "floor.c")]);
  return status === 0 ? { command: program, args: [String(port)] } : { missing: "no C compiler (cc)" };
}
