/**
 * `npm run import -- FILE [--dry-run]`: takes a programme into the event and prints what differs, or with
 * `--dry-run` only prints it.
 */
import { readFile } from "node:fs/promises";
import { loadConfig } from "../server/config.ts";
import type { Actor } from "../server/contract/people.ts";
import { importProgrammeFile } from "../server/desk/import-programme.ts";
import { RedisClock } from "../server/feed/clock.ts";
import { Directory } from "../server/feed/directory.ts";
import { ClockWatch } from "../server/schedule/clock-watch.ts";
import { describeDiff, describeFindings } from "./import/describe.ts";
import { withStore } from "./store/with-store.ts";

/** Of sysexits.h: used wrongly, not a programme, a file that cannot be read, refused for another reason. */
const EXIT = { usage: 64, data: 65, noInput: 66, unavailable: 69 } as const;

const actor: Actor = { id: "import", role: "admin", name: "npm run import", skipsFreshSignIn: true };

const USAGE = "Usage: npm run import -- FILE [--dry-run]";

async function main(args: readonly string[]): Promise<number> {
  const files = args.filter((argument) => !argument.startsWith("-"));
  const [file] = files;
  const options = args.filter((argument) => argument.startsWith("-"));
  const dryRun = options.includes("--dry-run");
  if (file === undefined || files.length > 1 || options.some((option) => option !== "--dry-run")) {
    process.stderr.write(`${USAGE}\n`);
    return EXIT.usage;
  }
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    process.stderr.write(`${file} cannot be read: ${(error as Error).message}\n`);
    return EXIT.noInput;
  }
  const config = loadConfig();
  return await withStore(config, async ({ store }) => {
    const clock = new RedisClock();
    await new ClockWatch({ store, clock }).measure();
    const directory = new Directory(store);
    await directory.refresh();
    const result = await importProgrammeFile({ store, directory, clock }, bytes, { actor, dryRun });
    if (!result.ok) {
      const { code, detail, errors = [], more } = result.refusal;
      print(describeFindings("Warnings", (more?.warnings ?? []) as []));
      process.stderr.write(`${describeFindings("Errors", errors).join("\n")}\n`);
      process.stderr.write(
        `${file} was not taken: ${detail ?? (code === "invalid_programme" ? "it has the errors above" : code)}\n`,
      );
      return code === "invalid_programme" ? EXIT.data : EXIT.unavailable;
    }
    const { diff, warnings, summary } = result.value;
    print(describeDiff(diff, directory.event));
    print(describeFindings("Warnings", warnings));
    const { added, removed, moved, changed } = diff;
    print([
      `${summary.sessions} sessions: ${added.length} added, ${removed.length} removed, ${moved.length} moved, ${changed.length} changed.`,
      dryRun ? "Nothing was written (--dry-run)." : "Taken.",
    ]);
    return 0;
  });
}

function print(lines: readonly string[]): void {
  if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`);
}

process.exitCode = await main(process.argv.slice(2));
