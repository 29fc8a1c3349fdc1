/** What a person decided of a conflict, kept on the device so that a reload loses none of it. Pure. */
import { type Clash, isSame, keyOf, type Tree, withValue } from "./merge.ts";

export interface ClashChoice {
  readonly take: "mine" | "theirs" | "edited";
  /** What was typed here; stays though another choice is made after it. */
  readonly text?: string | undefined;
  /** What both had when it was decided: a choice between other texts is none. */
  readonly mine: unknown;
  readonly theirs: unknown;
}
export type ClashChoices = Readonly<Record<string, ClashChoice>>;

export function choiceFor(clash: Clash, choices: ClashChoices): ClashChoice | undefined {
  const choice = choices[keyOf(clash.path)];
  if (choice === undefined) return undefined;
  return isSame(choice.mine, clash.mine) && isSame(choice.theirs, clash.theirs) ? choice : undefined;
}

export const undecided = (clashes: readonly Clash[], choices: ClashChoices): readonly Clash[] =>
  clashes.filter((clash) => choiceFor(clash, choices) === undefined);

/** The merged form with what was decided in it. What is undecided stays as I have it. */
export function settled(merged: Tree, clashes: readonly Clash[], choices: ClashChoices): Tree {
  return clashes.reduce((form, clash) => {
    const choice = choiceFor(clash, choices);
    return choice === undefined ? form : withValue(form, clash.path, decided(clash, choice));
  }, merged);
}

function decided({ mine, theirs }: Clash, { take, text }: ClashChoice): unknown {
  if (take === "edited") return text ?? "";
  return take === "mine" ? mine : theirs;
}

export function readChoices(text: string | null): ClashChoices {
  try {
    const kept: unknown = JSON.parse(text ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as ClashChoices) : {};
  } catch {
    return {};
  }
}
