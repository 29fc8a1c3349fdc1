/** Every word of the desk that is said otherwise in another language: on a page in that language it is a fault. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { language } from "../../client/shared/words/words.ts";

const DESK = join(import.meta.dirname, "../../client/desk");
const files = readdirSync(DESK, { recursive: true, encoding: "utf8" }).filter((name) =>
  /words\.ts$/.test(name),
);
const modules: Record<string, unknown>[] = await Promise.all(
  files.map((name) => import(join(DESK, name)) as Promise<Record<string, unknown>>),
);
type Words = { readonly value: object };
const isWords = (each: unknown): each is Words =>
  typeof each === "object" && each !== null && typeof (each as Words).value === "object";
const all = modules.flatMap((module) => Object.values(module)).filter(isWords);

/** Plain phrases by where they stand; those with a number or a name in them are functions, and not looked at. */
function phrasesIn(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([name, said]): [string, string][] => {
    if (typeof said === "string") return [[`${path}.${name}`, said]];
    return typeof said === "object" && said !== null ? phrasesIn(said, `${path}.${name}`) : [];
  });
}

export function englishOf(other: "zh" | "fr"): string[] {
  const saidIn = (tag: string) => {
    language.value = tag;
    return all.map(({ value }) => new Map(phrasesIn(value)));
  };
  const [english, others] = [saidIn("en"), saidIn(other)];
  language.value = "en";
  const alsoOther = new Set(others.flatMap((words) => [...words.values()]));
  return english
    .flatMap((words) => [...words.values()])
    .filter((said) => said !== "" && !alsoOther.has(said));
}
