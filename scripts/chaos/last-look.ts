/** What is there when everything is over, put into the history: log, head, audit, items, receipts, and what newcomers see. */
import type { Redis } from "ioredis";
import { keys, PREFIX } from "../../server/store/keys.ts";
import { parseStreamEntry } from "../../server/store/stored-record.ts";
import type { Stage } from "./actors/cast.ts";
import { PUBLIC_PATHS } from "./actors/prober.ts";
import { RunReader } from "./actors/reader.ts";
import type { Screen } from "./actors/screen.ts";
import type { Random } from "./fault.ts";
import { until } from "./until.ts";

const PER_READ = 1_000;
/** Log, audit, and the desk's list are read page by page; so much is looked at most. */
const ITEMS_AT_ONCE = 200;

export async function lookAtStore(
  { history, words }: Stage,
  redis: Redis,
  screens: readonly Screen[],
): Promise<void> {
  const told = { proc: "store", type: "ok" } as const;
  const ids = new Set<string>();
  for await (const [entry] of pages(redis, keys.log)) {
    const { offset, fields } = parseStreamEntry(entry!);
    const body = JSON.parse(fields.get("body") ?? "{}") as {
      type: string;
      announcementId?: string;
      revision?: number;
    };
    if (body.announcementId !== undefined) ids.add(body.announcementId);
    history.tell({
      ...told,
      f: "log",
      offset,
      epoch: fields.get("epoch") ?? "",
      atMs: Number(fields.get("at")),
      what: body.type,
      ...(body.announcementId === undefined ? {} : { id: body.announcementId }),
      ...(body.revision === undefined ? {} : { revision: body.revision }),
    });
  }
  const [epoch, offset] = await redis.hmget(keys.head, "epoch", "offset");
  history.tell({ ...told, f: "head", epoch: epoch ?? "", offset: Number(offset ?? 0) });
  for await (const [entry] of pages(redis, keys.audit)) {
    const { offset: at, fields } = parseStreamEntry(entry!);
    const [atMs, note, hash] = [Number(fields.get("at")), fields.get("note") ?? "", fields.get("hash") ?? ""];
    history.tell({ ...told, f: "audit", offset: at, atMs, note, hash });
  }
  const [last, hash] = await redis.hmget(keys.auditHead, "offset", "hash");
  history.tell({ ...told, f: "audit-head", offset: Number(last ?? 0), hash: hash ?? "" });
  for (const id of await redis.zrange(keys.all, "0", "-1")) {
    const held = await redis.hgetall(keys.announcement(id));
    const [word] = words.in(JSON.stringify(held));
    history.tell({
      ...told,
      f: "item",
      id,
      revision: Number(held.revision ?? 0),
      ...(word === undefined ? {} : { item: word.item }),
    });
  }
  for (const id of ids) {
    for (const name of await redis.hkeys(`${PREFIX}:receipts:${id}`)) {
      const [kiosk, revision] = name.split(".");
      const screen = screens.find((each) => each.id === kiosk);
      if (screen !== undefined)
        history.tell({ proc: screen.name, type: "ok", f: "held-receipt", id, revision: Number(revision) });
    }
  }
}

async function* pages(redis: Redis, key: string): AsyncGenerator<[string, string[]][]> {
  for (let from = "-"; ; ) {
    const page = (await redis.xrange(key, from, "+", "COUNT", PER_READ)) as [string, string[]][];
    for (const entry of page) yield [entry];
    const last = page.at(-1);
    if (last === undefined) return;
    from = `(${last[0]}`;
  }
}

/** Somebody who comes now: what was taken back is nowhere, and the view is that of all others. */
export async function lookAsNewcomers(stage: Stage, random: Random): Promise<void> {
  const { world, words, history } = stage;
  for (const server of world.servers) {
    const { api, base } = server.process;
    for (const path of PUBLIC_PATHS.slice(0, ITEMS_AT_ONCE)) {
      const answer = await api.ask(path, { token: "", withinMs: 5_000 }).catch(() => undefined);
      for (const seen of words.in(answer?.text ?? ""))
        history.tell({
          proc: `newcomer at ${server.name}`,
          f: "see",
          type: "ok",
          ...seen,
          what: `again: ${path}`,
        });
    }
    for (const transport of ["socket", "stream"] as const) {
      const name = `newcomer's ${transport} at ${server.name}`;
      const newcomer = new RunReader(stage, { name, transport, random, bases: () => [base] });
      await until(() => newcomer.reader.cursor, "a newcomer's answer").catch(() => undefined);
      newcomer.end();
    }
  }
}
