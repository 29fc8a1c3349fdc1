/**
 * The page that the board of queues is shown in: bull-board's own scripts and style, in a frame of ours. Theirs asks
 * another host for fonts and has styles in its text; ours has neither, so that its policy needs no exception.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const SCRIPT = /<script defer src="(static\/[\w./-]+)"><\/script>/g;
const STYLE = /<link href="(static\/[\w./-]+)" rel="stylesheet">/g;

/** Throws where its files are not as this version knows them. */
export function boardPage(uiFolder: string, base: string, config: object): string {
  const theirs = readFileSync(join(uiFolder, "dist/index.ejs"), "utf8");
  const named = (pattern: RegExp) => [...theirs.matchAll(pattern)].map(([, file]) => file!);
  const scripts = named(SCRIPT);
  const styles = named(STYLE);
  if (scripts.length === 0 || styles.length === 0) throw new Error("the board's own page is another one");
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<base href="${base}/">
<title>Queues · Fanfare</title>
<link rel="icon" href="/icon-192.png" type="image/png">
${styles.map((file) => `<link rel="stylesheet" href="${file}">`).join("\n")}
</head>
<body>
<script id="__UI_CONFIG__" type="application/json">${JSON.stringify(config).replaceAll("<", "\\u003c")}</script>
<div id="root"></div>
${scripts.map((file) => `<script defer src="${file}"></script>`).join("\n")}
</body>
</html>
`;
}
