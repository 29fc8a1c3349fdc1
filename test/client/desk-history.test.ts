import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyForm } from "../../client/desk/composer/composer-form.ts";
import { choiceFor, readChoices, settled, undecided } from "../../client/desk/history/conflict-choices.ts";
import { fieldNames } from "../../client/desk/history/field-names.ts";
import { contentOf, contentOfRevision } from "../../client/desk/history/form-content.ts";
import {
  differences,
  isSame,
  keyOf,
  mergeThree,
  type Tree,
  withValue,
} from "../../client/desk/history/merge.ts";
import { nameOfField, sayField, sortedByField } from "../../client/desk/history/say-field.ts";
import { wordDiff } from "../../client/desk/history/word-diff.ts";
import { words as english } from "../../client/shared/words/words-en.ts";
import type { DeskAnnouncement } from "../../server/contract/desk-announcement.ts";

const removedIn = (was: string, is: string, language: string) =>
  wordDiff(was, is, language).filter(({ change }) => change === "removed");
const addedIn = (was: string, is: string, language: string) =>
  wordDiff(was, is, language).filter(({ change }) => change === "added");

describe("the difference of two texts", () => {
  const sentence = fc.array(
    fc.constantFrom("Hall", "hall", "4", " ", ", ", "\n", "大会", "互联网", "é", "👩‍🚀"),
  );
  test("[D1] puts both texts together again, to the letter", () => {
    fc.assert(
      fc.property(sentence, sentence, fc.constantFrom("en", "zh", "fr"), (a, b, language) => {
        const [was, is] = [a.join(""), b.join("")];
        const pieces = wordDiff(was, is, language);
        const without = (gone: string) =>
          pieces
            .filter(({ change }) => change !== gone)
            .map(({ text }) => text)
            .join("");
        expect(without("added")).toBe(was);
        expect(without("removed")).toBe(is);
      }),
    );
  });
  test("[D2] is of whole words", () => {
    expect(removedIn("The forum is in Hall 4", "The forum is in Hall 6", "en")).toEqual([
      { change: "removed", text: "4" },
    ]);
    expect(addedIn("The talk", "The talks", "en")).toEqual([{ change: "added", text: "talks" }]);
  });
  test("[D2] of Chinese words too, which no space parts", () => {
    expect(removedIn("世界互联网大会开幕", "世界互联网大会闭幕", "zh")).toEqual([
      { change: "removed", text: "开幕" },
    ]);
    expect(addedIn("请前往三号馆", "请立即前往三号馆", "zh")).toEqual([{ change: "added", text: "立即" }]);
  });
  test("of two rewritten sentences is one change, not one for each word", () => {
    const pieces = wordDiff("one two three", "four five six", "en");
    expect(pieces.map(({ change }) => change)).toEqual(["removed", "added"]);
  });
  test("of the longest bodies is there while somebody waits for it", () => {
    const long = Array.from({ length: 5_000 }, (_, at) => `line ${at}\n`).join("");
    const pieces = wordDiff(long, long.replace("line 2500\n", "line 2,500\n"), "en");
    expect(pieces.map(({ change }) => change)).toEqual(["same", "removed", "added", "same"]);
    expect(pieces[1]!.text).toBe("line 2500\n");
  });
});

const leaf = fc.oneof(
  fc.constantFrom("a", "b", "c", true, false),
  fc.array(fc.constantFrom("x", "y"), { maxLength: 2 }),
);
const tree: fc.Arbitrary<Tree> = fc.dictionary(
  fc.constantFrom("kind", "zones", "text"),
  fc.oneof(
    leaf,
    fc.dictionary(
      fc.constantFrom("en", "zh"),
      fc.oneof(leaf, fc.dictionary(fc.constantFrom("headline", "body"), leaf)),
    ),
  ),
) as fc.Arbitrary<Tree>;

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((held, name) => (held as Tree | undefined)?.[name], value);

describe("a merge of what two people wrote", () => {
  test("[M1] takes all of the one where the other changed nothing", () => {
    fc.assert(
      fc.property(tree, tree, (base, other) => {
        expect(mergeThree(base, base, other)).toEqual({ merged: other, clashes: [] });
        expect(mergeThree(base, other, base)).toEqual({ merged: other, clashes: [] });
      }),
    );
  });
  test("[M2] asks nothing where both did the same", () => {
    fc.assert(
      fc.property(tree, tree, (base, both) => {
        expect(mergeThree(base, both, both)).toEqual({ merged: both, clashes: [] });
        expect(mergeThree(undefined, both, both)).toEqual({ merged: both, clashes: [] });
      }),
    );
  });
  test("[M3] asks the same of both sides", () => {
    fc.assert(
      fc.property(tree, tree, tree, (base, mine, theirs) => {
        const paths = (clashes: readonly { path: readonly string[] }[]) =>
          clashes.map(({ path }) => keyOf(path)).sort();
        expect(paths(mergeThree(base, mine, theirs).clashes)).toEqual(
          paths(mergeThree(base, theirs, mine).clashes),
        );
      }),
    );
  });
  test("[M3] a clash is where both changed it, and differently", () => {
    fc.assert(
      fc.property(tree, tree, tree, (base, mine, theirs) => {
        for (const clash of mergeThree(base, mine, theirs).clashes) {
          expect(isSame(clash.mine, clash.theirs)).toBe(false);
          expect(isSame(clash.mine, clash.base)).toBe(false);
          expect(isSame(clash.theirs, clash.base)).toBe(false);
        }
      }),
    );
  });
  test("[M4] loses nothing of mine but what I had not touched", () => {
    fc.assert(
      fc.property(tree, tree, tree, (base, mine, theirs) => {
        const { merged, clashes } = mergeThree(base, mine, theirs);
        const isAsked = (path: readonly string[]) =>
          clashes.some((clash) => clash.path.every((name, index) => path[index] === name));
        for (const { path } of differences(mine, merged)) {
          if (isAsked(path)) continue;
          expect(isSame(at(mine, path), at(base, path))).toBe(true);
        }
      }),
    );
  });
  test("without the revision that both began with, whatever differs is asked", () => {
    const { clashes } = mergeThree(undefined, { a: "1", b: "2" }, { a: "1", b: "3" });
    expect(clashes.map(({ path }) => path)).toEqual([["b"]]);
  });
  test("a headline and a body are two fields, a list is one", () => {
    const base = { text: { en: { headline: "H", body: "B" } }, zones: ["east"] };
    const { merged, clashes } = mergeThree(
      base,
      { text: { en: { headline: "Mine", body: "B" } }, zones: ["east", "west"] },
      { text: { en: { headline: "H", body: "Theirs" } }, zones: [] },
    );
    expect(merged.text).toEqual({ en: { headline: "Mine", body: "Theirs" } });
    expect(clashes.map(({ path }) => keyOf(path))).toEqual(["zones"]);
  });
  test("a language that one removed and the other wrote on is asked about", () => {
    const base = { text: { en: { headline: "H" }, fr: { headline: "T" } } };
    const { clashes } = mergeThree(
      base,
      { text: { en: { headline: "H" } } },
      { text: { en: { headline: "H" }, fr: { headline: "U" } } },
    );
    expect(clashes).toEqual([
      { path: ["text", "fr"], base: { headline: "T" }, mine: undefined, theirs: { headline: "U" } },
    ]);
    expect(withValue({ text: { en: 1, fr: 2 } }, ["text", "fr"], undefined)).toEqual({ text: { en: 1 } });
  });
  test("differences lead from the one to the other", () => {
    fc.assert(
      fc.property(tree, tree, (was, is) => {
        const made = differences(was, is).reduce(
          (held, { path, is: value }) => withValue(held, path, value),
          was,
        );
        expect(
          differences(made, is).filter(({ was: left, is: right }) => !(isEmpty(left) && isEmpty(right))),
        ).toEqual([]);
      }),
    );
  });
});
const isEmpty = (value: unknown): boolean =>
  value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);

describe("what is decided of a conflict", () => {
  const base = { text: { en: { headline: "Was" } } };
  const mine = { text: { en: { headline: "Mine" } } };
  const { merged, clashes } = mergeThree(base, mine, { text: { en: { headline: "Theirs" } } });
  const path = "text/en/headline";
  const decided = { mine: "Mine", theirs: "Theirs" };
  test("stands in the form: mine, theirs, or what was written here", () => {
    const headline = (choice: object) =>
      (settled(merged, clashes, { [path]: { ...decided, ...choice } as never }) as typeof mine).text.en
        .headline;
    expect(headline({ take: "mine" })).toBe("Mine");
    expect(headline({ take: "theirs" })).toBe("Theirs");
    expect(headline({ take: "edited", text: "Both" })).toBe("Both");
  });
  test("until then mine is in the form, and it is still asked", () => {
    expect(settled(merged, clashes, {})).toEqual(mine);
    expect(undecided(clashes, {})).toHaveLength(1);
  });
  test("is asked again when one of the texts has changed since", () => {
    const choices = { [path]: { take: "theirs", mine: "Mine", theirs: "Older" } as const };
    expect(choiceFor(clashes[0]!, choices)).toBeUndefined();
    expect(undecided(clashes, choices)).toHaveLength(1);
  });
  test("comes back after a reload, whatever stands in the storage", () => {
    const choices = { [path]: { ...decided, take: "edited", text: "Both" } };
    expect(readChoices(JSON.stringify(choices))).toEqual(choices);
    for (const text of [null, "", "{", "3", "null"]) expect(readChoices(text)).toEqual({});
  });
});

describe("a form as it is compared", () => {
  const item = {
    ...{ id: "a1", revision: 2, state: "draft", createdAt: "2022-11-09T08:00:00.000Z", createdBy: "mei" },
    ...{ changedAt: "2022-11-09T08:00:00.000Z", changedBy: "mei", pinned: false, key: false, actions: [] },
    ...{ kind: "notice", text: { en: { headline: "Now", body: "" } }, surfaces: ["feed"] },
    audience: { attendance: "everyone", zones: [], tracks: [] },
    expiresAt: "2022-11-09T10:00:00.000Z",
  };
  const { expiresAt: _gone, ...written } = item;
  const withRevisions = {
    ...item,
    revisions: [
      {
        revision: 1,
        at: item.changedAt,
        by: "mei",
        written: { ...written, text: { en: { headline: "Before", body: "" } } },
      },
    ],
  } as unknown as DeskAnnouncement;
  test("holds what readers get, and nothing of the writing", () => {
    const content = contentOf({
      ...emptyForm("en"),
      id: "a1",
      revision: 3,
      at: "2022-11-09T08:00",
      when: "at",
    });
    expect(Object.keys(content)).not.toEqual(expect.arrayContaining(["id"]));
    for (const name of ["id", "revision", "exact", "at", "when", "draftKey", "removePrevious"])
      expect(content).not.toHaveProperty(name);
    expect(content).toMatchObject({ kind: "notice", attendance: "everyone", zones: [] });
  });
  test("of a revision has nothing that came after it", () => {
    expect(contentOfRevision(withRevisions, 1, "UTC", "en")).toMatchObject({
      text: { en: { headline: "Before" } },
      expiresAt: "",
    });
    expect(contentOfRevision(withRevisions, 9, "UTC", "en")).toBeUndefined();
  });
  const context = {
    words: fieldNames.en,
    kinds: english.kinds,
    event: { zones: [{ id: "east", name: { en: "East wing" } }], tracks: [], languages: ["en"] } as never,
    programme: undefined,
    zone: "Asia/Shanghai",
    screens: new Map([["k1", "Foyer west"]]),
    language: "en",
  };
  test("is said in words: choices, places, times, podiums", () => {
    expect(sayField(["attendance"], "in-person", context)).toBe("In person");
    expect(sayField(["zones"], ["east", "lost"], context)).toBe("East wing, lost");
    expect(sayField(["zones"], [], context)).toBe("All");
    expect(sayField(["expiresAt"], "2022-11-09T18:00", context)).toBe("Wed 9 Nov 18:00");
    expect(sayField(["pinned"], false, context)).toBe("No");
    expect(
      sayField(
        ["podium"],
        [
          { place: "1", name: "Lantern", affiliation: "", country: "China" },
          { place: "2", name: "", affiliation: "", country: "" },
        ],
        context,
      ),
    ).toBe("1. Lantern, China");
    expect(
      sayField(["actions"], [{ for: "online", label: { en: "Watch" }, url: "https://a.example/" }], context),
    ).toBe("Online: Watch · https://a.example/");
    expect(sayField(["text", "fr"], { headline: "Titre", body: "" }, context)).toBe("Titre");
    expect(sayField(["screens"], ["k1", "k9"], context)).toBe("Foyer west, k9");
    expect(sayField(["screens"], [], context)).toBe("All");
    expect(
      sayField(
        ["zoneInstructions"],
        [{ zone: "east", instruction: { en: "Leave by the river", zh: "沿河撤离" } }],
        context,
      ),
    ).toBe("East wing: Leave by the river · 沿河撤离");
  });
  test("has a name for every field, in the order of the form, and one that it does not know last", () => {
    const rows = ["zones", "somethingNew", "text", "kind"].map((name) => ({ path: [name] }));
    expect(sortedByField(rows, context.words).map(({ path }) => path[0])).toEqual([
      "kind",
      "text",
      "zones",
      "somethingNew",
    ]);
    for (const words of Object.values(fieldNames))
      expect(Object.keys(words.fields)).toEqual(
        expect.arrayContaining(Object.keys(contentOf(emptyForm("en")))),
      );
    expect(nameOfField(["text", "en", "headline"], context.words)).toBe("Headline");
  });
});
