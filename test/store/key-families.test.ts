/** [BK1] Whoever uses a new key has to say what a backup does with it. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { familyOf, keyFamilies, ownName } from "../../server/store/key-families.ts";

const root = join(import.meta.dirname, "../..");
const sources = globSync("{server,workers}/**/*.{ts,lua}", { cwd: root });
/** Channels of pub/sub, which hold nothing. */
const CHANNELS = new Set(["bulletin"]);

/** The first parts of all names that a source writes behind the prefix of every key. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/(?:PREFIX\}|prefix \.\. '):([a-z-]+)/g)].map(([, name]) => name!);
}

test("[BK1] every key that the sources name is of a family", () => {
  const found = new Set(sources.flatMap((path) => namesIn(readFileSync(join(root, path), "utf8"))));
  expect(found.size).toBeGreaterThan(40);
  const unclassified = [...found].filter((name) => !CHANNELS.has(name) && familyOf(name) === undefined);
  expect(unclassified).toEqual([]);
  const own = ["backup-mark", "restoring", "restoring-names", "restoring-lock"];
  expect(Object.keys(keyFamilies).filter((name) => !found.has(name) && !own.includes(name))).toEqual([]);
});

test("a name that nobody knows is of no family, and other keys are none of ours", () => {
  expect(namesIn("PREFIX}:brand-new:")).toEqual(["brand-new"]);
  expect(familyOf("brand-new:1")).toBeUndefined();
  expect(familyOf("constructor")).toBeUndefined();
  expect(familyOf("announcement:a:b")).toEqual(familyOf("announcement"));
  expect(ownName("{feed}:log")).toBe("log");
  expect(ownName("other:log")).toBeUndefined();
});
