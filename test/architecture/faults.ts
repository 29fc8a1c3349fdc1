/** What no file of a kind may hold, found in its syntax: words in text and comments do not count. */
import { type Node, type Source, walk } from "../support/source.ts";

/** A name that means something outside the file, used as a value. */
function usedName(node: Node, parent: Node | undefined): string | undefined {
  if (node.type !== "Identifier" || parent === undefined) return undefined;
  const isLabel =
    (parent.property === node || parent.key === node) && parent.computed !== true && parent.value !== node;
  const isType = parent.type.startsWith("TS") && parent.expression !== node;
  return isLabel || isType ? undefined : String(node.name);
}

/** The name of a property that is read, also where it is written in brackets. */
function propertyOf({ computed, property }: Node): unknown {
  const { name, value } = property as Node;
  return computed === true ? value : name;
}

const isNamed = (node: unknown, name: string): boolean =>
  (node as Node | null)?.type === "Identifier" && (node as Node).name === name;

/** Clock, chance, time, I/O and waiting: what a pure module is given instead of having. */
const IMPURE = new Set(
  `setTimeout setInterval setImmediate clearTimeout clearInterval queueMicrotask console process performance
   crypto fetch globalThis document navigator localStorage require Promise Buffer`.split(/\s+/),
);

export function impurities({ path, program, imports }: Source): string[] {
  const faults: string[] = [];
  const fault = (what: string) => faults.push(`${path}: ${what}`);
  for (const { specifier } of imports) if (!specifier.startsWith(".")) fault(`imports ${specifier}`);
  walk(program, (node, parent) => {
    const name = usedName(node, parent);
    if (name !== undefined && IMPURE.has(name)) fault(name);
    if (node.async === true) fault("async");
    if (node.type === "AwaitExpression" || node.await === true) fault("await");
    if (
      node.type === "NewExpression" &&
      isNamed(node.callee, "Date") &&
      (node.arguments as Node[]).length === 0
    )
      fault("new Date()");
    if (node.type === "CallExpression" && isNamed(node.callee, "Date")) fault("Date()");
    if (node.type === "MemberExpression") {
      const property = propertyOf(node);
      if (isNamed(node.object, "Date") && property === "now") fault("Date.now");
      if (isNamed(node.object, "Math") && property === "random") fault("Math.random");
      if (isNamed(node.object, "Temporal") && property === "Now") fault("Temporal.Now");
    }
  });
  return faults;
}

/** Reads of the environment, however it is reached. */
export function environmentReads({ path, program, imports }: Source): string[] {
  const faults: string[] = [];
  const fault = (what: string) => faults.push(`${path}: ${what}`);
  for (const { specifier } of imports) if (/^(node:)?process$/.test(specifier)) fault(`imports ${specifier}`);
  walk(program, (node) => {
    if (node.type === "MemberExpression" && propertyOf(node) === "env") {
      const { type, property } = node.object as Node;
      if (isNamed(node.object, "process") || (type === "MemberExpression" && isNamed(property, "process")))
        fault("process.env");
    }
    if (node.type === "MetaProperty") return;
    const { type } = (node.id ?? {}) as Node;
    if (type === "ObjectPattern" && isNamed(node.init, "process")) fault("takes process apart");
  });
  return faults;
}

const SUITES = ["test", "it", "describe", "suite", "bench"];

/** Tests that would leave others out, or are left out themselves, without saying when. */
export function leftOut({ path, program }: Source): string[] {
  const faults: string[] = [];
  walk(program, (node) => {
    if (node.type !== "MemberExpression") return;
    const property = propertyOf(node);
    if (property !== "only" && property !== "skip") return;
    let base = node.object as Node;
    while (base.type === "MemberExpression") base = base.object as Node;
    if (SUITES.some((suite) => isNamed(base, suite))) faults.push(`${path}: .${property}`);
  });
  return faults;
}

/** A file that only hands on what others export. */
export function isBarrel({ program }: Source): boolean {
  const statements = program.body as readonly Node[];
  const handsOn = (node: Node) =>
    node.type === "ExportAllDeclaration" ||
    (node.type === "ExportNamedDeclaration" && (node.specifiers as Node[]).length > 0);
  return (
    statements.some(handsOn) && statements.every((node) => handsOn(node) || node.type === "ImportDeclaration")
  );
}

/** What a value is called that nobody may learn anything about by how long a comparison takes. */
const SECRET = /(secret|token|password|passphrase|credential|hash|hmac|mac)$/i;

const EQUALS = ["===", "!==", "==", "!="];

/** What a value is called, as far as it is called anything. */
function calledAs(node: Node): string {
  switch (node.type) {
    case "Identifier":
    case "PrivateIdentifier":
      return String(node.name);
    case "MemberExpression":
      return calledAs(node.property as Node);
    case "CallExpression":
      return calledAs(node.callee as Node);
    case "TSNonNullExpression":
    case "ChainExpression":
    case "ParenthesizedExpression":
    case "AwaitExpression":
      return calledAs((node.expression ?? node.argument) as Node);
    default:
      return "";
  }
}

/** Whether there is one, of what type it is, or whether it is one that stands in the code: that is no secret. */
const isPlain = (node: Node): boolean =>
  node.type === "Literal" || node.type === "UnaryExpression" || isNamed(node, "undefined");

/** Comparisons of secrets that end at the first character that differs. */
export function hastyComparisons({ path, program }: Source): string[] {
  const faults: string[] = [];
  walk(program, (node) => {
    if (node.type !== "BinaryExpression" || !EQUALS.includes(String(node.operator))) return;
    const sides = [node.left as Node, node.right as Node];
    if (sides.some(isPlain)) return;
    const name = sides.map(calledAs).find((each) => SECRET.test(each));
    if (name !== undefined) faults.push(`${path}: ${name}`);
  });
  return faults;
}
