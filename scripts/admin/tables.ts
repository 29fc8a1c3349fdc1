/** People and tokens as lines of a terminal. */
import type { DeskToken, Person } from "../../server/contract/desk-people.ts";

export const peopleTable = (people: readonly Person[]): string =>
  table(
    ["EMAIL", "ROLE", "STATE", "NAME", "LAST SIGNED IN"],
    people.map(({ email, role, state, name = "", signedInAt = "" }) => [
      email,
      role,
      state,
      name,
      signedInAt,
    ]),
  );

export const tokensTable = (tokens: readonly DeskToken[]): string =>
  table(
    ["ID", "ROLE", "URGENT", "NAME", "CREATED"],
    tokens.map(({ id, role, urgent, name, createdAt }) => [id, role, urgent ? "yes" : "no", name, createdAt]),
  );

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const lines = all.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join("  "));
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}
