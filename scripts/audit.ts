/**
 * `npm run audit -- …`: who did what, for whoever has the machine; and with `--verify`, whether anybody
 * changed it afterwards. Reads alone.
 */
import { parseArgs } from "node:util";
import type { Redis } from "ioredis";
import { type Config, loadConfig } from "../server/config.ts";
import { givenInstantSchema, idSchema } from "../server/contract/forms.ts";
import type { AuditNote } from "../server/core/change.ts";
import { verifyAudit } from "../server/store/audit-chain.ts";
import { type AuditKey, auditKeyFile, readAuditKey } from "../server/store/audit-key.ts";
import { keys } from "../server/store/keys.ts";
import { parseStreamEntry } from "../server/store/stored-record.ts";
import { described } from "./audit/describe.ts";
import { withStore } from "./store/with-store.ts";

/** Of sysexits.h, and 1 for an audit that was tampered with. */
const EXIT = { broken: 1, usage: 64, unreadable: 66 } as const;
const PER_READ = 1_000;

const USAGE = `Usage:
  npm run audit -- [--since INSTANT] [--announcement ID] [--json]    what was done, the oldest first
  npm run audit -- --verify [--json]                                 whether it is as it was written
INSTANT is like 2022-11-09T08:00:00Z. With --json each entry, or the verdict, is one line of JSON.
--verify ends with 1 where something was changed, cut out, put in or cut off.`;

interface Order {
  readonly verify: boolean;
  readonly json: boolean;
  readonly sinceMs: number;
  readonly announcementId?: string;
}

/** What was asked for, or the line that says what is wrong with it. */
function orderFrom(args: readonly string[]): Order | string {
  let values: { verify?: boolean; json?: boolean; since?: string; announcement?: string };
  try {
    const options = {
      verify: { type: "boolean" },
      json: { type: "boolean" },
      since: { type: "string" },
      announcement: { type: "string" },
    } as const;
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { verify = false, json = false, since, announcement } = values;
  const instant = givenInstantSchema.optional().safeParse(since);
  const id = idSchema.optional().safeParse(announcement);
  if (!instant.success) return "INSTANT must be an instant with its zone, like 2022-11-09T08:00:00Z.";
  if (!id.success) return "ID is not the id of an announcement.";
  if (verify && (since !== undefined || announcement !== undefined))
    return "--verify looks at the whole audit: neither --since nor --announcement goes with it.";
  return {
    verify,
    json,
    sinceMs: instant.data === undefined ? 0 : Date.parse(instant.data),
    ...(id.data === undefined ? {} : { announcementId: id.data }),
  };
}

async function main(args: readonly string[]): Promise<number> {
  const order = orderFrom(args);
  if (typeof order === "string") {
    process.stderr.write(`${order}\n${USAGE}\n`);
    return EXIT.usage;
  }
  // A reader that has seen enough (head, less) closes the pipe.
  process.stdout.on("error", () => process.exit(0));
  const config = loadConfig();
  return await withStore(config, async ({ store }) =>
    order.verify ? await verify(store.connection, config, order.json) : await print(store.connection, order),
  );
}

async function verify(redis: Redis, { dataDir }: Config, json: boolean): Promise<number> {
  const file = auditKeyFile(dataDir);
  let key: AuditKey | undefined;
  try {
    key = readAuditKey(file);
  } catch (error) {
    process.stderr.write(`The key cannot be read: ${error instanceof Error ? error.message : error}\n`);
    return EXIT.unreadable;
  }
  const verdict = await verifyAudit(redis, key);
  process.stdout.write(`${json ? JSON.stringify(verdict) : described(verdict, file).join("\n")}\n`);
  return verdict.fault === undefined ? 0 : EXIT.broken;
}

async function print(redis: Redis, { json, sinceMs, announcementId }: Order): Promise<number> {
  for (let from = "-"; ; ) {
    const page = (await redis.xrange(keys.audit, from, "+", "COUNT", PER_READ)) as [string, string[]][];
    const lines: string[] = [];
    for (const entry of page) {
      const { offset, fields } = parseStreamEntry(entry);
      const note = JSON.parse(fields.get("note") ?? "{}") as AuditNote;
      const atMs = Number(fields.get("at"));
      if (atMs < sinceMs) continue;
      if (announcementId !== undefined && note.announcementId !== announcementId) continue;
      const at = new Date(atMs).toISOString();
      lines.push(
        json ? JSON.stringify({ offset, at, hash: fields.get("hash"), ...note }) : lineOf(offset, at, note),
      );
    }
    if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`);
    const last = page.at(-1);
    if (last === undefined) return 0;
    from = `(${last[0]}`;
  }
}

/** `812  2022-11-09T08:00:00.000Z  publish  mei@example.org  k3…  r2  approved → published` */
function lineOf(offset: number, at: string, note: AuditNote): string {
  const { action, byName, announcementId, about, revision, from, to, fields, counts } = note;
  const states = from === undefined ? to : `${from} → ${to ?? ""}`.trimEnd();
  const tally = Object.entries(counts ?? {}).map(([name, count]) => `${name} ${count}`);
  return [
    offset,
    at,
    action,
    byName,
    announcementId ?? about,
    revision === undefined ? undefined : `r${revision}`,
    states,
    fields?.join(" "),
    tally.length === 0 ? undefined : tally.join(", "),
  ]
    .filter((part) => part !== undefined && part !== "")
    .map((part) => plain(String(part)))
    .join("  ");
}

/** A name may hold what a terminal would obey. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, "\ufffd");

process.exitCode = await main(process.argv.slice(2));
