/** What is known of the event under fire, and what is hostile anywhere. */
import fc from "fast-check";
import type { Known } from "../world/furnish.ts";

export interface Words {
  readonly ids: readonly string[];
  readonly epoch: string;
  readonly sessionIds: readonly string[];
  /** Of a screen that may be changed and thrown away. */
  readonly screenId: string;
}

export const wordsOf = ({ publicIds, epoch, sessionIds, screens }: Known): Words => ({
  ids: [...publicIds.slice(0, 5), "no-such-thing"],
  epoch,
  sessionIds,
  screenId: screens.at(-1)!.id,
});

/** By the names that our schemas give to what it is. */
export function wordFor(name: string, words: Words): readonly string[] | undefined {
  if (/^(zone|zones|parent)$/.test(name)) return ["east", "venue", "nowhere"];
  if (/^(track|tracks)$/.test(name)) return ["light", "nothing"];
  if (/^(hall|halls)$/.test(name)) return ["hall-1"];
  if (/^(language|languages|lang)$/.test(name)) return ["en", "zh", "ar"];
  if (/^(sessionId|sessions|ids)$/.test(name)) return words.sessionIds;
  if (/^(screens|replaces)$/.test(name)) return [words.screenId];
  if (/^(refersTo|announcementId|id)$/.test(name)) return words.ids;
  if (name === "epoch") return [words.epoch, "another"];
  if (name === "cursor") return [`${words.epoch}.3`, `${words.epoch}.999999`, "another.1"];
  if (name === "timeZone") return ["Asia/Shanghai", "UTC", "Mars/Olympus"];
  if (name === "email") return ["nobody@lantern.example", "MODERATOR@lantern.example"];
  return undefined;
}

export const hostileTexts: readonly string[] = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udc00x",
  "a\u202eb",
  "\u2028",
  "\ufeff",
  "e\u0301".repeat(50),
  "\u0301".repeat(2_000),
  "x".repeat(10_001),
  "<script>alert(1)</script>",
  "javascript:alert(1)",
  "{{7*7}}",
  "../../../../etc/passwd",
  "..%2f..%2f",
  "%00%0d%0aX: y",
  "\r\nSet-Cookie: sid=x",
  "'; FLUSHALL; --",
  "=cmd|'/c calc'!A1",
  "__proto__",
  "constructor",
  "toString",
  "null",
  "NaN",
  "-0",
  "1e309",
  "9007199254740993",
  "9".repeat(400),
  "2022-02-30T00:00:00Z",
  "+275760-09-13T00:00:00Z",
  "0001-01-01T00:00:00Z",
  "https://127.0.0.1/",
  "https://[::ffff:169.254.169.254]/",
  "file:///etc/passwd",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}".repeat(30),
  `${"a".repeat(60)}!`,
];

export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...hostileTexts),
  fc.constantFrom<unknown>(null, true, [], {}, [[]], [null], 0, -0, -1, 0.5, 1e21, 2 ** 53, Number.MIN_VALUE),
  fc.constantFrom<unknown>(
    { constructor: { prototype: {} } },
    { toString: 1 },
    { length: 1e9 },
    { toJSON: "x" },
  ),
  fc.array(fc.constantFrom("a", 1, null), { minLength: 50, maxLength: 300 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.nat(40).map(nested),
  fc.string({ unit: "binary", maxLength: 200 }),
);

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let at = 0; at < depth; at += 1) value = at % 2 === 0 ? [value] : { a: value };
  return value;
}
