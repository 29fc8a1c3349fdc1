/** The same project with another build of its pages, as a deployment puts it in the place of the one before. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

export interface NextBuild {
  /** Where a server of it is started. */
  readonly root: string;
  remove(): void;
}

/** Another feed. */
export const nextBuild = (): NextBuild =>
  changedBuild((change) => {
    change("feed/index.html", (text) => text.replace("</head>", "<!-- the next build --></head>"));
    change("sw.js", (text) => text.replace(/(\bbuild:[`"'])/, "$1next-"));
  });

/** Another page for screens, by this name; one that crashes throws before it has drawn anything. */
export const nextKiosk = (name: string, does: "well" | "crashes"): NextBuild =>
  changedBuild((change) => {
    const page = readFileSync(join(root, "dist/client/kiosk/index.html"), "utf8");
    const build = /<meta name="build" content="([\w-]+)"/.exec(page)![1]!;
    const entry = /src="\/assets\/(kiosk-[\w-]+\.js)"/.exec(page)![1]!;
    const rename = (text: string): string =>
      text.replaceAll(build, name).replaceAll(entry, does === "crashes" ? `${name}.js` : entry);
    change("kiosk/index.html", rename);
    change("kiosk-sw.js", rename);
    if (does === "crashes") change(`assets/${name}.js`, () => 'throw new Error("a version that crashes");');
  });

type Change = (name: string, to: (text: string) => string) => void;

function changedBuild(make: (change: Change) => void): NextBuild {
  const folder = mkdtempSync(join(tmpdir(), "fanfare-next-build-"));
  for (const name of ["server", "dist", "package.json"])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  make((name, to) => {
    const file = join(folder, "dist/client", name);
    writeFileSync(file, to(existsSync(file) ? readFileSync(file, "utf8") : ""));
    for (const coded of [".br", ".gz"]) rmSync(file + coded, { force: true });
  });
  return { root: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
