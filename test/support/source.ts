/** The project's own source, read as syntax: what a file imports, and everything that stands in it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDERS = ["server", "workers", "client", "scripts", "test"];

export interface Node {
  readonly type: string;
  readonly [part: string]: unknown;
}

export interface Import {
  /** As it is written. */
  readonly specifier: string;
  /** Where in the project it leads; absent for a package. */
  readonly path?: string;
  /** Erased before anything runs. */
  readonly isType: boolean;
}

export interface Source {
  readonly path: string;
  readonly program: Node;
  readonly imports: readonly Import[];
}

const LANGUAGES = { ts: "ts", tsx: "tsx", mts: "ts", mjs: "js", js: "js" } as const;

/** A file of the project as it would be if its text were this. */
export function source(path: string, text: string): Source {
  const ending = path.slice(path.lastIndexOf(".") + 1) as keyof typeof LANGUAGES;
  const { program, errors } = parseSync(path, text, { lang: LANGUAGES[ending] });
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const root = program as unknown as Node;
  const imports: Import[] = [];
  walk(root, (node) => {
    const found = importOf(node);
    if (found === undefined) return;
    const { specifier } = found;
    const isOurs = specifier.startsWith(".");
    imports.push(isOurs ? { ...found, path: normalize(join(dirname(path), specifier)) } : found);
  });
  return { path, program: root, imports };
}

interface Specifier {
  readonly importKind?: unknown;
  readonly exportKind?: unknown;
}

function importOf(node: Node): Import | undefined {
  const from = node.source as { readonly value?: unknown } | null | undefined;
  if (typeof from?.value !== "string") return undefined;
  const specifier = from.value;
  switch (node.type) {
    case "ImportExpression":
      return { specifier, isType: false };
    case "TSImportType":
      return { specifier, isType: true };
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration": {
      const named = (node.specifiers ?? []) as readonly Specifier[];
      const isType = (kind: Specifier) => kind.importKind === "type" || kind.exportKind === "type";
      return { specifier, isType: isType(node as Specifier) || (named.length > 0 && named.every(isType)) };
    }
    default:
      return undefined;
  }
}

/** Every node, from the top down, with the one that it is a part of. */
export function walk(node: Node, visit: (node: Node, parent?: Node) => void, parent?: Node): void {
  visit(node, parent);
  for (const part of Object.values(node)) {
    for (const child of Array.isArray(part) ? part : [part])
      if (typeof child === "object" && child !== null && "type" in child) walk(child as Node, visit, node);
  }
}

/** Every file of the project that is code. */
export function projectSources(): Source[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
      .filter((path) => /\.(ts|tsx|mts|mjs|js)$/.test(path) && !/\/(node_modules|dist)\//.test(path))
      .sort()
      .map((path) => source(path, readFileSync(join(ROOT, path), "utf8"))),
  );
}

export const isThere = (path: string): boolean => existsSync(join(ROOT, path));

export const packageJson = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
};
