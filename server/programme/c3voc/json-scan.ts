export interface JsonScan {
  readonly fault: { readonly offset: number; readonly message: string } | undefined;
  readonly repeatedNames: readonly { readonly offset: number; readonly name: string }[];
  readonly comments: readonly { readonly from: number; readonly to: number }[];
}

type Expecting = "value" | "valueOrEnd" | "name" | "nameOrEnd" | "colon" | "commaOrEnd" | "nothing";

const DEEPEST = 200;
const WORDS: Readonly<Record<Expecting, string>> = {
  value: "a value",
  valueOrEnd: "a value or ]",
  name: 'a name in "quotes"',
  nameOrEnd: 'a name in "quotes" or }',
  colon: "a colon",
  commaOrEnd: "a comma or the end of the list or object",
  nothing: "the end of the file",
};
const NUMBER_OR_WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Reads over a JSON text once and tells what `JSON.parse` cannot: where the first fault stands (its messages
 * name no place for some), which names are repeated in one object, and where comments are.
 *
 * A text without fault and with its comments blanked is one that `JSON.parse` accepts. Nested deeper than
 * 200 it is at fault. Iterative, so that depth costs no stack.
 */
export function scanJson(text: string): JsonScan {
  const repeatedNames: { offset: number; name: string }[] = [];
  const comments: { from: number; to: number }[] = [];
  // One entry for each open container: the names seen for an object, null for a list.
  const open: (Set<string> | null)[] = [];
  let expecting: Expecting = "value";
  let at = 0;
  const ended = (message: string, offset = at): JsonScan => ({
    fault: { offset, message },
    repeatedNames,
    comments,
  });
  const afterValue = (): Expecting => (open.length === 0 ? "nothing" : "commaOrEnd");

  for (;;) {
    at = pastBlanks(text, at);
    if (text.startsWith("//", at) || text.startsWith("/*", at)) {
      const to = commentEnd(text, at);
      if (to === undefined) return ended("a comment that does not end");
      comments.push({ from: at, to });
      at = to;
      continue;
    }
    const char = text[at];
    const container = open.at(-1);
    if (char === undefined) {
      if (expecting === "nothing") return { fault: undefined, repeatedNames, comments };
      return ended(`the file ends where ${WORDS[expecting]} was expected; is it cut off?`);
    }
    const closes =
      expecting === "commaOrEnd" ||
      (expecting === "nameOrEnd" && char === "}") ||
      (expecting === "valueOrEnd" && char === "]");
    if (closes && char === (container === null ? "]" : "}")) {
      open.pop();
      expecting = afterValue();
      at += 1;
    } else if (expecting === "commaOrEnd" && char === ",") {
      expecting = container === null ? "value" : "name";
      at += 1;
    } else if (expecting === "colon" && char === ":") {
      expecting = "value";
      at += 1;
    } else if ((expecting === "name" || expecting === "nameOrEnd") && char === '"') {
      const to = stringEnd(text, at);
      if (typeof to === "string") return ended(to);
      const name: string = JSON.parse(text.slice(at, to));
      if (container?.has(name)) repeatedNames.push({ offset: at, name });
      container?.add(name);
      expecting = "colon";
      at = to;
    } else if (expecting === "value" || expecting === "valueOrEnd") {
      if (char === "{" || char === "[") {
        if (open.length === DEEPEST) return ended(`nested deeper than ${DEEPEST} levels`);
        open.push(char === "{" ? new Set() : null);
        expecting = char === "{" ? "nameOrEnd" : "valueOrEnd";
        at += 1;
        continue;
      }
      const to = char === '"' ? stringEnd(text, at) : literalEnd(text, at);
      if (typeof to === "string") return ended(to);
      if (to === undefined) return ended(`${WORDS[expecting]} was expected here`);
      expecting = afterValue();
      at = to;
    } else return ended(`${WORDS[expecting]} was expected here`);
  }
}

function pastBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at += 1;
  return at;
}

function commentEnd(text: string, from: number): number | undefined {
  const ending = text[from + 1] === "/" ? "\n" : "*/";
  const at = text.indexOf(ending, from + 2);
  if (at === -1) return ending === "\n" ? text.length : undefined;
  return at + ending.length;
}

function literalEnd(text: string, from: number): number | undefined {
  NUMBER_OR_WORD.lastIndex = from;
  return NUMBER_OR_WORD.test(text) ? NUMBER_OR_WORD.lastIndex : undefined;
}

/** Past the closing quote, or what is wrong with the string. */
function stringEnd(text: string, from: number): number | string {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20)
      return "a text with a line break or control character in it, or without its closing quote";
    if (code === 0x5c) {
      const escaped = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at, at + 6));
      if (escaped === null) return "a text with a \\ that escapes nothing";
      at += escaped[0].length - 1;
    }
  }
  return "a text without its closing quote";
}
