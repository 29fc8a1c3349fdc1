/** No number of the plan of hostile inputs is forgotten in silence. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { httpCases } from "./doors/http.ts";
import { importCases } from "./doors/imports.ts";
import { eventCases, frameCases, handshakeCases, handshakePackets } from "./doors/sockets.ts";
import { excused } from "./excused.ts";

const tables = [httpCases, importCases, handshakeCases, handshakePackets, frameCases, eventCases];

/** Of the tables, and of the titles of tests that are none. */
function tried(): Set<number> {
  const ofTables = tables.flatMap((cases) => cases.map(({ no }) => no));
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test.ts"));
  const titles = files.flatMap((name) => [
    ...readFileSync(join(import.meta.dirname, name), "utf8").matchAll(/\[72:(\d+)\]/g),
  ]);
  return new Set([...ofTables, ...titles.map(([, no]) => Number(no))]);
}

test("each of the 72 has a case, or a reason why it has none", () => {
  const all = Array.from({ length: 72 }, (_, at) => at + 1);
  const has = tried();
  expect(all.filter((no) => !has.has(no) && !Object.hasOwn(excused, no))).toEqual([]);
  expect([...has].filter((no) => no < 1 || no > 72)).toEqual([]);
  expect(Object.values(excused).every((reason) => reason.length > 30)).toBe(true);
});
