/** The audit in sentences: each action that the server writes down, in every language of the interface. */
import { describe, expect, test } from "vitest";
import {
  type AuditEntry,
  createAuditLog,
  joined,
  newerThan,
  queryOf,
} from "../../client/desk/audit/audit-log.ts";
import { actorOf, called, isMove, namesIn, sentenceOf } from "../../client/desk/audit/audit-sentence.ts";
import { en } from "../../client/desk/audit/words-en.ts";
import { fr } from "../../client/desk/audit/words-fr.ts";
import { zh } from "../../client/desk/audit/words-zh.ts";
import { stateSchema } from "../../server/contract/desk-announcement.ts";
import { projectSources, walk } from "../support/source.ts";

const entry = (change: Partial<AuditEntry> = {}): AuditEntry => ({
  offset: 7,
  at: "2022-11-09T08:30:00.000Z",
  hash: "9f3a2c1b",
  action: "schedule",
  by: "p1",
  byName: "Mei Lin",
  ...change,
});
const names = {
  headlineOf: (id: string) => (id === "a1" ? "Data governance moves" : undefined),
  nameOf: (id: string) => (id === "p2" ? "Jonas Roth" : undefined),
};
const said = (change: Partial<AuditEntry>, words = en): string =>
  sentenceOf(entry(change), words, names)
    .map(({ text }) => text)
    .join("");

describe("a sentence", () => {
  test("says who did what with which announcement", () => {
    expect(said({ announcementId: "a1" })).toBe("Mei Lin scheduled “Data governance moves”");
    expect(said({ announcementId: "a1" }, zh)).toBe("Mei Lin 排定了“Data governance moves”");
    expect(said({ announcementId: "a1" }, fr)).toMatch(/^Mei Lin a programmé «.Data governance moves.»$/u);
  });
  test("marks the names, so that the headline can be opened", () => {
    const pieces = sentenceOf(entry({ announcementId: "a1" }), en, names);
    expect(pieces.map(({ is }) => is)).toEqual(["who", "text", "what"]);
  });
  test("shows nothing of what may not be read", () => {
    expect(said({ announcementId: "sealed-announcement" })).toBe("Mei Lin scheduled announcement sealed-a");
  });
  test("names whom it is about, where that is known", () => {
    expect(said({ action: "revoke", about: "p2" })).toBe("Mei Lin revoked Jonas Roth");
    expect(said({ action: "revoke", about: "p3" })).toBe("Mei Lin revoked a colleague");
    expect(said({ action: "invite", about: "p1" })).toBe("Mei Lin invited themselves");
  });
  test("says an action that it does not know as it stands", () => {
    expect(said({ action: "polish", announcementId: "a1" })).toBe(
      "Mei Lin did “polish” “Data governance moves”",
    );
    expect(said({ action: "constructor" })).toContain("constructor");
  });
  test("a headline that looks like a place in the phrase stays what it is", () => {
    const tricky = { ...names, headlineOf: () => "{who} $& {what}" };
    const text = sentenceOf(entry({ announcementId: "a1" }), en, tricky).map((piece) => piece.text);
    expect(text.join("")).toContain("{who} ");
    expect(text).toHaveLength(3);
  });
  test("says who did it where that was no person", () => {
    expect(actorOf({ by: "worker", byName: "worker" }, zh)).toBe("Fanfare");
    expect(actorOf({ by: "p9", byName: "Ana" }, zh)).toBe("Ana");
  });
});

/** The literal of `action:` in the notes of the audit, and the first of the functions that make them. */
function actionsOfServer(): string[] {
  const found = new Set<string>();
  const sources = projectSources().filter(({ path }) => /^server\/(core|desk|accounts|store)\//.test(path));
  for (const { program } of sources)
    walk(program, (node) => {
      const literal = (each: unknown): string | undefined =>
        (each as { type?: string })?.type === "Literal"
          ? String((each as { value: unknown }).value)
          : undefined;
      const callee = (node.callee as { name?: string } | undefined)?.name ?? "";
      const args = (node.arguments as unknown[] | undefined) ?? [];
      if (["audit", "note", "ownNote"].includes(callee)) found.add(literal(args[0]) ?? "");
      if (["scheduled", "published"].includes(callee))
        for (const each of args) if (literal(each)) found.add(literal(each)!);
      const isNote = node.type === "ObjectExpression";
      const properties =
        (isNote ? (node.properties as { key?: { name?: string }; value?: unknown }[]) : []) ?? [];
      if (properties.some(({ key }) => key?.name === "byName"))
        found.add(literal(properties.find(({ key }) => key?.name === "action")?.value) ?? "");
    });
  found.delete("");
  return [...found].sort();
}

describe("the words of the audit", () => {
  test("have a sentence and a name for every action that the server writes down", () => {
    const actions = actionsOfServer();
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => !Object.hasOwn(en.sentences, action))).toEqual([]);
    expect(Object.keys(en.labels).sort()).toEqual(Object.keys(en.sentences).sort());
  });
  test.for([zh, fr])("say the same things in every language", (words) => {
    expect(Object.keys(words.sentences).sort()).toEqual(Object.keys(en.sentences).sort());
    for (const [action, phrase] of Object.entries(en.sentences)) {
      const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
      expect(holes(words.sentences[action as keyof typeof en.sentences])).toEqual(holes(phrase));
    }
    expect(words.verify).toContain("{command}");
  });
  test("have every state", () => {
    for (const words of [en, zh, fr])
      for (const state of stateSchema.options) expect(words.states).toHaveProperty(state);
    expect(called("unheard-of", en.states)).toBe("unheard-of");
  });
});

test("only a change of state is shown as one", () => {
  expect(isMove({ from: "approved", to: "scheduled" })).toBe(true);
  expect(isMove({ from: "draft", to: "draft" })).toBe(false);
  expect(isMove({ to: "draft" })).toBe(true);
  expect(isMove({})).toBe(false);
});

test("people are known by what they were last called", () => {
  const seen = namesIn([entry({ offset: 9, byName: "Mei Lin-Roth" }), entry({ offset: 8 })]);
  expect(seen.get("p1")).toBe("Mei Lin-Roth");
});

describe("reading the audit", () => {
  const page = (...offsets: number[]) => offsets.map((offset) => entry({ offset }));

  test("asks only for what was asked", () => {
    expect(queryOf({ q: "  ", action: "" })).toBe("/api/v1/desk/audit?limit=50");
    expect(queryOf({ q: "mei & co", announcementId: "a1" }, 12)).toBe(
      "/api/v1/desk/audit?limit=50&q=mei+%26+co&announcementId=a1&cursor=12",
    );
  });
  test("each entry stands once, newest first, whatever the pages share", () => {
    expect(joined(page(5, 4), page(4, 3, 6)).map(({ offset }) => offset)).toEqual([6, 5, 4, 3]);
    expect(newerThan(page(5, 4), page(7, 6, 5)).map(({ offset }) => offset)).toEqual([7, 6]);
    expect(newerThan([], page(1))).toHaveLength(1);
  });

  test("what is new waits until it is asked for, and older pages are put below", async () => {
    const answers = [{ items: page(5, 4), next: 4 }, { items: page(6, 5, 4), next: 4 }, { items: page(3) }];
    const log = createAuditLog(async () => ({ ok: true, status: 200, body: answers.shift()! }));
    const shown = () => log.entries.value?.map(({ offset }) => offset);
    await log.ask({});
    await log.look();
    expect([shown(), log.newer.value.length, log.hasMore.value]).toEqual([[5, 4], 1, true]);
    await log.more();
    log.showNewer();
    expect([shown(), log.newer.value.length, log.hasMore.value]).toEqual([[6, 5, 4, 3], 0, false]);
  });

  test("an answer to earlier questions is not shown for later ones", async () => {
    const waiting: ((items: AuditEntry[]) => void)[] = [];
    const log = createAuditLog(
      () =>
        new Promise((resolve) =>
          waiting.push((items) => resolve({ ok: true, status: 200, body: { items } })),
        ),
    );
    const first = log.ask({ q: "a" });
    const second = log.ask({ q: "b" });
    waiting[1]!(page(2));
    waiting[0]!(page(1));
    await Promise.all([first, second]);
    expect(log.entries.value?.map(({ offset }) => offset)).toEqual([2]);
  });

  test("a refusal is told, and what was read stays", async () => {
    const problem = { code: "redis_unavailable", detail: "", status: 503, errors: [] };
    let isDown = false;
    const log = createAuditLog(async () =>
      isDown ? { ok: false, problem } : { ok: true, status: 200, body: { items: page(2), next: 2 } },
    );
    await log.ask({});
    isDown = true;
    await log.more();
    expect([log.entries.value?.length, log.problem.value, log.hasMore.value]).toEqual([1, problem, true]);
  });
});
