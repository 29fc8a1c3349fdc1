/** What the desk's form parts decide, apart from drawing. */
import { describe, expect, test } from "vitest";
import { nearestPath } from "../../client/desk/parts/field-focus.ts";
import { counted } from "../../client/desk/parts/length-left.ts";
import { itemAfterKey, itemByTyping } from "../../client/desk/parts/menu-keys.ts";

describe("keys in a menu", () => {
  test("arrows go round, Home and End to the ends, other keys nowhere", () => {
    expect(["ArrowDown", "ArrowUp", "Home", "End"].map((key) => itemAfterKey(key, 2, 3))).toEqual([
      0, 1, 0, 2,
    ]);
    expect(itemAfterKey("ArrowUp", 0, 3)).toBe(2);
    expect(itemAfterKey("ArrowDown", -1, 3)).toBe(0);
    expect(itemAfterKey("ArrowUp", -1, 3)).toBe(2);
    expect(itemAfterKey("a", 0, 3)).toBeUndefined();
    expect(itemAfterKey("ArrowDown", -1, 0)).toBeUndefined();
  });

  const says = ["Éditer", "Dupliquer", "Déplacer", "Envoyer"];
  test("typing leads to what begins so, accents and case apart", () => {
    expect(itemByTyping("e", -1, says)).toBe(0);
    expect(itemByTyping("DE", -1, says)).toBe(2);
    expect(itemByTyping("env", 0, says)).toBe(3);
    expect(itemByTyping("x", 0, says)).toBeUndefined();
    expect(itemByTyping(" ", 0, says)).toBeUndefined();
  });
  test("the same letter again goes on to the next; more letters stay while they fit", () => {
    expect(itemByTyping("e", 0, says)).toBe(3);
    expect(itemByTyping("ee", 3, says)).toBe(0);
    expect(itemByTyping("du", 1, says)).toBe(1);
  });
});

describe("what is left of a field", () => {
  test("is said near its end, and what is too much is counted, not cut", () => {
    expect(counted("a".repeat(100), 200)).toBeUndefined();
    expect(counted("a".repeat(170), 200)).toEqual({ count: 30, isOver: false });
    expect(counted("a".repeat(200), 200)).toEqual({ count: 0, isOver: false });
    expect(counted("a".repeat(203), 200)).toEqual({ count: 3, isOver: true });
  });
  test("is not said long before the end of a long text, nor where there is no limit", () => {
    expect(counted("a".repeat(9_000), 10_000)).toBeUndefined();
    expect(counted("a".repeat(9_950), 10_000)).toEqual({ count: 50, isOver: false });
    expect(counted("a", undefined)).toBeUndefined();
  });
  test("is counted without spaces at the ends, which the server takes off", () => {
    expect(counted(`${"a".repeat(200)}  `, 200)).toEqual({ count: 0, isOver: false });
  });
});

describe("the way from a fault to a field", () => {
  const paths = ["text.en.headline", "text.en.body", "details", "details.podium.0.name", "zones"];
  test.for([
    ["text.en.body", "text.en.body"],
    ["text", "text.en.headline"],
    ["zones.3", "zones"],
    ["details.podium.0.name.x", "details.podium.0.name"],
    ["zone", undefined],
  ])("%s is at %s", ([path, at]) => {
    expect(nearestPath(path!, paths)).toBe(at);
  });
});
