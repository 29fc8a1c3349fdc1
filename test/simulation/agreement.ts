/** Whether all who are at the head agree: with each other, with the store, and with the log told from its beginning. */
import type { FeedItem } from "../../server/contract/announcement.ts";
import { isWithdrawn } from "../../server/core/feed-state.ts";
import { difference, shownBy, told } from "./judge.ts";
import type { World } from "./world.ts";

/** Readers start from the newest hundred: beyond, they need not hold the same. */
const SNAPSHOT_SIZE = 100;

export async function judgeAll(world: World): Promise<void> {
  const { redis, judge, servers, devices } = world;
  const { announcements, cursor, programmeVersion } = await redis.log.load(10_000);
  const stored = new Map(announcements.map((item) => [item.id, item]));
  const state = { cursor, announcements: stored, programmeRevision: programmeVersion };
  if (stored.size < SNAPSHOT_SIZE) {
    for (const { name, replica } of servers) judge.agreesWith(state, name, replica!.state);
    for (const device of devices) judge.agreesWith(state, device.name, device.feed!);
  }
  await toldFromTheBeginning(world, stored);
  const noneIn = wordsWithdrawn(world, stored);
  const read = await redis.log.read(Math.max(0, (await redis.log.head()).oldest - 1), 100_000);
  noneIn("the log", JSON.stringify(read));
  for (const server of servers) noneIn(server.name, server.replica!.snapshot("new"));
  for (const { name, replica } of servers) {
    const { epoch } = replica!.cursor;
    const caught = replica!.catchUp({ epoch, offset: replica!.window.oldest - 1 });
    if (caught.answer === "frame") noneIn(`${name}'s window`, caught.json);
  }
  for (const device of devices) noneIn(device.name, JSON.stringify([...device.feed!.announcements.values()]));
  judge.keptWhatWasAcknowledged();
  await chained(world);
}

/** [F7] Where the whole log is held, telling it from the beginning gives what the store says. */
async function toldFromTheBeginning(world: World, stored: ReadonlyMap<string, FeedItem>): Promise<void> {
  const { redis, trace } = world;
  const read = await redis.log.read(0, 100_000);
  if (read.outcome !== "entries") return;
  const programmeRevision = 0;
  const cursor = { epoch: "", offset: 0 };
  const entries = read.entries.map(({ entry }) => entry);
  const one = shownBy({ cursor, programmeRevision, announcements: told(entries) });
  const other = shownBy({ cursor, programmeRevision, announcements: stored });
  if (one !== other) trace.fail("F7", `the log told anew ${difference(one, other)}`);
}

/** [L7] [W2] What was withdrawn is nowhere. Every headline is one of a kind. */
function wordsWithdrawn(world: World, stored: ReadonlyMap<string, FeedItem>) {
  const words = [...stored.values()].filter(isWithdrawn).flatMap(({ id }) => world.logJudge.words.of(id));
  return (where: string, text: string): void => {
    const said = words.find((headline) => text.includes(headline));
    if (said !== undefined) world.trace.fail("L7", `${where} still says ${said}, which was withdrawn`);
  };
}

/** [L6] The audit is one chain without a hole. */
async function chained({ redis, trace }: World): Promise<void> {
  const links = await redis.log.audit(undefined, 100_000);
  const isWhole = links.every(({ offset }, at) => offset === links.length - at);
  if (!isWhole || new Set(links.map(({ hash }) => hash)).size !== links.length)
    trace.fail("L6", "the audit is no chain");
}
