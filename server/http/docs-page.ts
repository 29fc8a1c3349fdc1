/** The description of the API as a page to read: HTML without any script, its style a file of ours. */
import { refusals } from "../contract/refusals.ts";
import { html } from "./html.ts";
import type { OpenApiDocument } from "./openapi.ts";
import { runbookCodes } from "./runbook/entries.ts";

export const DOCS_CSS = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-inline-size: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-block-start: 3rem; }
section { border-block-start: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding-block: 1rem; }
h3 { font-family: ui-monospace, monospace; font-size: 1.05rem; margin: 0; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: 0.75rem; background: color-mix(in srgb, currentColor 7%, transparent); }
table { border-collapse: collapse; inline-size: 100%; }
th, td { text-align: start; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0; }
code { font-family: ui-monospace, monospace; }
`.trimStart();

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema?: unknown }[];
  readonly requestBody?: { required?: boolean; content: Record<string, { schema?: unknown }> };
  readonly responses?: Record<
    string,
    { description?: string; content?: Record<string, { schema?: unknown }> }
  >;
}

export function docsPage({ info, paths = {} }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
      path,
      method,
      operation,
    })),
  );
  const ofTag = (tag: string) =>
    operations.filter(({ operation }) => operation.tags?.includes(tag)).map(section);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${html(info.title)} API</title>
<link rel="stylesheet" href="/docs.css">
<link rel="icon" href="/icon-192.png">
</head>
<body>
<main>
<h1>${html(info.title)} API</h1>
<p>${html(info.description ?? "")} The same for programs: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1). What to do when something is wrong: <a href="/docs/runbook">the runbook</a>.</p>
<h2>Public</h2>
<p>For everybody, from any origin, without cookies.</p>
${ofTag("public").join("\n")}
<h2>Desk</h2>
<p>With <code>Authorization: Bearer …</code>, or with the session cookie from a page of this server.</p>
${ofTag("desk").join("\n")}
<h2>Errors</h2>
<p>Every error is <code>application/problem+json</code> with <code>code</code> as below and a <code>requestId</code>. What the server could not do (5xx) is in its log under it; with <code>LOG_LEVEL=debug</code>, everything is.</p>
<table>
<thead><tr><th>Code</th><th>Status</th><th>Means</th></tr></thead>
<tbody>
${Object.entries(refusals).map(errorRow).join("\n")}
</tbody>
</table>
</main>
</body>
</html>
`;
}

const errorRow = ([code, { status, title }]: [string, { status: number; title: string }]): string =>
  `<tr id="${html(code)}"><td><code>${html(code)}</code></td><td>${status}</td><td>${html(title)}${runbookLink(code)}</td></tr>`;

const runbookLink = (code: string): string =>
  runbookCodes.has(code) ? ` (<a href="/docs/runbook#${html(code)}">what to do</a>)` : "";

function section({
  path,
  method,
  operation,
}: {
  path: string;
  method: string;
  operation: Operation;
}): string {
  const { summary = "", parameters = [], requestBody, responses = {} } = operation;
  return `<section>
<h3>${method.toUpperCase()} ${html(path)}</h3>
<p>${html(summary)}.</p>
${parameters.length === 0 ? "" : `<table><tbody>${parameters.map(parameterRow).join("")}</tbody></table>`}
${Object.entries(requestBody?.content ?? {})
  .map(([type, { schema }]) => shape(`Body, ${type}`, schema))
  .join("\n")}
<table><tbody>${Object.entries(responses).map(responseRow).join("")}</tbody></table>
${Object.entries(responses).filter(isGood).flatMap(answerShapes).join("\n")}
</section>`;
}

type ResponseOf = [status: string, response: NonNullable<Operation["responses"]>[string]];

const isGood = ([status]: ResponseOf): boolean => status.startsWith("2");

const answerShapes = ([status, { content = {} }]: ResponseOf): string[] =>
  Object.entries(content).map(([type, { schema }]) => shape(`${status}, ${type}`, schema));

const responseRow = ([status, { description = "" }]: ResponseOf): string =>
  `<tr><td><code>${html(status)}</code></td><td>${html(description)}</td></tr>`;

function parameterRow({
  name,
  in: where,
  required,
  schema,
}: NonNullable<Operation["parameters"]>[number]): string {
  const needed = required === true ? "" : ", optional";
  return `<tr><td><code>${html(name)}</code> (${html(where)}${needed})</td><td><code>${html(JSON.stringify(schema ?? {}))}</code></td></tr>`;
}

const shape = (title: string, schema: unknown): string =>
  `<details><summary>${html(title)}</summary><pre>${html(JSON.stringify(schema ?? {}, null, 2))}</pre></details>`;
