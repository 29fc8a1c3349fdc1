/** A process that may open only so many files and connections, while it runs. */
import { command } from "./command.ts";
import { demand, linux, type Need, tool } from "./needs.ts";

export const fewFilesNeeds: readonly Need[] = [linux, tool("prlimit")];

export interface FewFiles {
  heal(): Promise<void>;
}

/** The soft limit alone, so that it can be given back. Throws {@link CannotRunHere}. */
export async function fewFiles(pid: number, most: number): Promise<FewFiles> {
  demand(fewFilesNeeds);
  const before = await command("prlimit", "--pid", String(pid), "--nofile", "--noheadings", "--output=SOFT");
  const allow = (soft: string | number) => command("prlimit", "--pid", String(pid), `--nofile=${soft}:`);
  await allow(most);
  return { heal: async () => void (await allow(before.trim())) };
}
