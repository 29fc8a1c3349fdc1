/** A command of the system, within 10 s. Rejects with what it said where it fails. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

export async function command(name: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(name, [...args], { timeout: 10_000 });
    return stdout;
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    throw new Error(`${name} ${args.join(" ")}: ${said || String(error)}`);
  }
}
