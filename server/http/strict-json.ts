/** JSON read strictly: what `JSON.parse` would let pass in silence is refused. */
import { granted, type Result, refused } from "../contract/refusals.ts";

const DEEPEST = 32;

/** Strings, and the characters that give a valid text its structure. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/gs;

/** Bytes that must be UTF-8, without names given twice in one object, and not nested without end. */
export function readJson(bytes: Uint8Array): Result<unknown> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refused("invalid_json", "it is not valid UTF-8");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refused("invalid_json", whereOf(error));
  }
  const fault = structureFault(text);
  return fault === undefined ? granted(value) : refused("invalid_json", fault);
}

/** The place of the fault, but not V8's whole message: it quotes the text, which may hold a password. */
function whereOf(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : "";
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return `at position ${position}`;
  return message.includes("end of JSON") ? "it ends too early, or is empty" : undefined;
}

function structureFault(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let string = "";
  for (const [token] of text.matchAll(TOKEN)) {
    switch (token) {
      case "{":
      case "[":
        open.push(token === "{" ? new Set() : undefined);
        if (open.length > DEEPEST) return `it is nested deeper than ${DEEPEST}`;
        break;
      case "}":
      case "]":
        open.pop();
        break;
      case ":": {
        const name = JSON.parse(string) as string;
        const names = open.at(-1)!;
        if (names.has(name))
          return `the name ${JSON.stringify(name.slice(0, 100))} is given twice in one object`;
        if (name === "__proto__") return "a field cannot be called __proto__";
        names.add(name);
        break;
      }
      default:
        string = token;
    }
  }
  return undefined;
}
