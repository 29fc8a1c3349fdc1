/** The world notices: with a part of it that keeps one promise less, some seed fails, and by the rule that is broken. */
import { expect, test } from "vitest";
import { Replica } from "../../server/feed/replica.ts";
import type { Commit, Once } from "../../server/store/feed-log.ts";
import { MemoryFeedLog } from "../../server/store/memory-feed-log.ts";
import type { Follower } from "../../server/store/redis-follower.ts";
import { MOST_MS } from "./healing.ts";
import { runSeed } from "./run.ts";
import type { Parts } from "./world.ts";

const MOST_SEEDS = 60;

const changed = (
  commit: Commit,
  change: (item: Commit["items"][number]) => Commit["items"][number],
): Commit => ({
  ...commit,
  items: commit.items.map(change),
});

class WithoutGuardOfTime extends MemoryFeedLog {
  override commit(commit: Commit) {
    return super.commit(
      changed(commit, (item) => ({ ...item, change: { ...item.change, notBeforeMs: [] } })),
    );
  }
}

class WithoutKeys extends MemoryFeedLog {
  override async recall(_once: Once) {
    return undefined;
  }

  override commit({ once: _once, ...commit }: Commit) {
    return super.commit(commit);
  }
}

class WithoutVersions extends MemoryFeedLog {
  override async commit(commit: Commit) {
    const held = await this.announcements(commit.items.map(({ change }) => change.next.id));
    let at = 0;
    return await super.commit(changed(commit, (item) => ({ ...item, version: held[at++]?.version ?? 0 })));
  }
}

class WithoutRedaction extends MemoryFeedLog {
  override commit(commit: Commit) {
    return super.commit(
      changed(commit, ({ change: { redact: _redact, ...change }, ...item }) => ({ ...item, change })),
    );
  }
}

/** Asks for what is new, and not for what comes after its last entry. */
const asksForNews = (follower: Follower): Follower => ({
  connect: () => follower.connect(),
  head: () => follower.head(),
  markOf: (offset) => follower.markOf(offset),
  close: () => follower.close(),
  follow: async (_after, count, blockMs) => {
    const { cursor } = await follower.head();
    return await follower.follow(cursor.offset, count, blockMs);
  },
});

/** Takes every mark for its own. */
const believesEveryMark = (follower: Follower): Follower => ({
  connect: () => follower.connect(),
  head: async () => {
    const head = await follower.head();
    return { ...head, mark: "any" };
  },
  markOf: async () => "any",
  close: () => follower.close(),
  follow: async (...asked) => {
    const read = await follower.follow(...asked);
    return read.outcome === "entries" ? { ...read, mark: "any" } : read;
  },
});

/** Forgets the entry before the newest, so that a reader's frame skips it. */
class ForgetsAnEntry extends Replica {
  override catchUp(...asked: Parameters<Replica["catchUp"]>) {
    const answer = super.catchUp(...asked);
    if (answer.answer !== "frame") return answer;
    const frame = JSON.parse(answer.json);
    if (frame.entries.length < 3) return answer;
    frame.entries.splice(-2, 1);
    return { ...answer, json: JSON.stringify(frame) };
  }
}

const faulty: { what: string; parts: Parts; rules: readonly string[]; mostMs?: number }[] = [
  { what: "a log that publishes before the time", parts: { feedLog: WithoutGuardOfTime }, rules: ["L5"] },
  { what: "a log that does again what was asked once", parts: { feedLog: WithoutKeys }, rules: ["L2", "R3"] },
  {
    what: "a log that takes what was decided on something else",
    parts: { feedLog: WithoutVersions },
    rules: ["S2", "S3", "F7"],
  },
  { what: "a log that keeps what was taken back", parts: { feedLog: WithoutRedaction }, rules: ["L7"] },
  {
    what: "a Redis that loses writes and keeps its epoch",
    parts: { losesSilently: true },
    rules: ["L3", "P1"],
  },
  {
    what: "a tail that asks for what is new",
    parts: { follower: asksForNews },
    rules: ["liveness"],
    mostMs: 40_000,
  },
  {
    what: "a tail that takes every mark for its own",
    parts: { follower: believesEveryMark, losesSilently: true },
    rules: ["L3", "P1", "P4", "F7"],
  },
  {
    what: "a node whose frames skip an entry",
    parts: { replica: ForgetsAnEntry },
    rules: ["liveness", "P4"],
  },
];

test.for(faulty)(
  "the world notices $what",
  { timeout: 300_000 },
  async ({ parts, rules, mostMs = MOST_MS }) => {
    const found = async () => {
      for (let seed = 1; seed <= MOST_SEEDS; seed += 1) {
        const { failure } = await runSeed(seed, { parts, mostMs });
        if (failure !== undefined) return { seed, ...failure };
      }
      return undefined;
    };
    const failure = await found();
    expect(rules, JSON.stringify(failure)).toContain(failure?.rule);
  },
);
