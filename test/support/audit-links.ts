/** An audit in a private Redis, and hands that write to it as Fanfare does, and as nobody may. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { type AuditKey, auditKeyFile, ensureAuditKey } from "../../server/store/audit-key.ts";
import { keys } from "../../server/store/keys.ts";
import { type Hands, handsOn } from "./scheduling.ts";

export interface Link {
  readonly id: string;
  readonly at: string;
  readonly note: string;
  readonly hash: string;
}

export class AuditBench {
  redis!: PrivateRedis;
  desk!: Hands;
  readonly folder: string = mkdtempSync(join(tmpdir(), "fanfare-audit-"));
  readonly key: AuditKey = ensureAuditKey(auditKeyFile(this.folder));

  async open(): Promise<void> {
    this.redis = await startPrivateRedis();
    this.desk = await handsOn(this.redis.url);
  }

  async close(): Promise<void> {
    this.desk.store.close();
    await this.redis.stop();
    rmSync(this.folder, { recursive: true });
  }

  get raw(): Redis {
    return this.desk.store.connection;
  }

  /** As Fanfare does. */
  async write(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const audit = { action: n % 2 === 0 ? "publish" : "pin", by: "mei", byName: "mei@example.org" };
      await this.desk.store.commit({ items: [], audit: { ...audit, announcementId: `a${n % 3}` } });
    }
  }

  async links(): Promise<Link[]> {
    const all = (await this.raw.xrange(keys.audit, "-", "+")) as [string, string[]][];
    return all.map(([id, [, at, , note, , hash]]) => ({ id, at: at!, note: note!, hash: hash! }));
  }

  /** Puts other links in place of those that are there, as who can write to Redis can. */
  async rewrite(all: readonly Link[], { head = true } = {}): Promise<void> {
    await this.raw.del(keys.audit);
    for (const { id, at, note, hash } of all)
      await this.raw.xadd(keys.audit, id, "at", at, "note", note, "hash", hash);
    const last = all.at(-1);
    if (head && last !== undefined)
      await this.raw.hset(keys.auditHead, { offset: last.id.split("-")[0]!, hash: last.hash });
  }
}

export const linkAfter = (previous: string, at: string, note: string): string =>
  createHash("sha1").update(`${previous}${at}${note}`).digest("hex");

/** Numbered and hashed anew: a chain in itself, without a fault. */
export function chained(all: readonly Pick<Link, "at" | "note">[]): Link[] {
  let previous = "";
  return all.map(({ at, note }, place) => {
    previous = linkAfter(previous, at, note);
    return { id: `${place + 1}-0`, at, note, hash: previous };
  });
}

/** As somebody would who wants it to have been something else that was done. */
export const edited = (link: Link): Link => ({
  ...link,
  note: link.note.replace('"action":"', '"action":"un-'),
});
