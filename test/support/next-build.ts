/** The same project with another build of its pages, as a deployment puts it in the place of the one before. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

export interface NextBuild {
  /** Where a server of it is started. */
  readonly root: string;
  remove(): void;
}

export function nextBuild(): NextBuild {
  const folder = mkdtempSync(join(tmpdir(), "fanfare-next-build-"));
  for (const name of ["server", "dist", "package.json"])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const change = (name: string, to: (text: string) => string): void => {
    const file = join(folder, "dist/client", name);
    writeFileSync(file, to(readFileSync(file, "utf8")));
    for (const coded of [".br", ".gz"]) rmSync(file + coded, { force: true });
  };
  change("feed/index.html", (text) => text.replace("</head>", "<!-- the next build --></head>"));
  change("sw.js", (text) => text.replace(/(\bbuild:[`"'])/, "$1next-"));
  return { root: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
