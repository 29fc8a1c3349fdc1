/** Every word that a person at the desk reads is in a words file, so that it is there in every language. */
import { expect, test } from "vitest";
import { type Node, projectSources, type Source, source, walk } from "../support/source.ts";

/** Attributes whose text is read, seen or heard; of our own parts too. */
const READ = new Set(
  "label title placeholder aria-label aria-roledescription aria-valuetext alt hint legend button says summary word".split(
    " ",
  ),
);
/** Names, and what is the same in every language. */
const EVERYWHERE = /^[\p{P}\p{S}\s\d]*(Fanfare|UTC|https?:\/\/.*)?[\p{P}\p{S}\s\d]*$/u;

const isText = (node: unknown): node is Node & { readonly value: string } =>
  (node as Node | undefined)?.type === "Literal" && typeof (node as Node).value === "string";

/** What an expression in braces may say: itself, or one of its branches. */
function said(node: Node | undefined): string[] {
  if (isText(node)) return [node.value];
  if (node?.type === "ConditionalExpression")
    return [...said(node.consequent as Node), ...said(node.alternate as Node)];
  if (node?.type === "LogicalExpression") return said(node.right as Node);
  if (node?.type === "TemplateLiteral")
    return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
  return [];
}

export function wordsIn({ program }: Pick<Source, "program">): string[] {
  const found: string[] = [];
  walk(program, (node, parent) => {
    if (node.type === "JSXText") found.push(node.value as string);
    if (node.type === "JSXExpressionContainer" && parent?.type !== "JSXAttribute")
      found.push(...said(node.expression as Node));
    if (node.type !== "JSXAttribute" || !READ.has((node.name as { name: string }).name)) return;
    const value = node.value as Node | null;
    found.push(...said((value?.type === "JSXExpressionContainer" ? value.expression : value) as Node));
  });
  return found.map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text) && !EVERYWHERE.test(text));
}

test("what is not in a words file is found", () => {
  const planted = [
    '<button aria-label="Close">x</button>',
    "<p>Nobody has seen it</p>",
    '<p>{isNow ? "Now" : word}</p>',
    "<TextField label={`Row $" + "{at}`} />",
  ];
  const of = (code: string) => wordsIn(source("client/desk/planted.tsx", code));
  expect(planted.map((code) => of(code).length)).toEqual([1, 1, 1, 1]);
  expect(of('<a class="plate soft" type="button">{said.close} · UTC</a>')).toEqual([]);
});

test("no component of the desk has words of its own", { timeout: 60_000 }, () => {
  const desk = projectSources().filter(
    ({ path }) => path.startsWith("client/desk/") && path.endsWith(".tsx"),
  );
  expect(desk.length).toBeGreaterThan(20);
  const found = desk.flatMap((each) => wordsIn(each).map((text) => `${each.path}: ${text}`));
  expect(found).toEqual([]);
});
