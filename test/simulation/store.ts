/** The feed log as a process of the world sees it: over its line, with the loop of server/store/redis-feed-log.ts. */
import {
  type Commit,
  type CommitOutcome,
  type FeedLog,
  type FeedReader,
  type Once,
  type StartOver,
  StoreFailure,
} from "../../server/store/feed-log.ts";
import { loadWhole } from "../../server/store/load-whole.ts";
import type { MemoryFeedLog } from "../../server/store/memory-feed-log.ts";
import type { Line } from "./line.ts";
import type { Writer } from "./redis.ts";

/** Small, so that loading takes several questions. */
const LOAD_PAGE = 5;

export class SimulatedStore implements FeedLog {
  readonly #line: Line;

  constructor(line: Line) {
    this.#line = line;
  }

  get #redis() {
    return this.#line.parts.redis;
  }

  #read<T>(answer: (log: MemoryFeedLog) => Promise<T>): Promise<T> {
    return this.#line.ask(this.#line.reader, false, () => answer(this.#redis.log));
  }

  #write<T>(answer: (by: Writer) => Promise<T>): Promise<T> {
    const { process, nowMs } = this.#line.parts;
    const callerMs = nowMs();
    const { writer } = this.#line;
    const isReady = this.#line.isReady(writer);
    const by = { name: process.name, nowMs: callerMs, runId: writer.runId ?? "" };
    if (!isReady) return Promise.reject(new StoreFailure("unreachable", "not connected to Redis"));
    return this.#line.ask(writer, true, async () => {
      if (this.#redis.isFull) throw new StoreFailure("full", "OOM command not allowed");
      return await answer(by);
    });
  }

  async commit(commit: Commit): Promise<CommitOutcome> {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const answer = await this.#write((by) => this.#redis.commit(commit, by));
      if (answer.outcome !== "fork" && answer.outcome !== "empty") return answer;
      await this.newEpoch(answer.epoch);
    }
    throw new StoreFailure("unreachable", "the epoch kept changing");
  }

  newEpoch(expected: string): Promise<string> {
    return this.#write((by) => this.#redis.newEpoch(expected, by));
  }

  startOver(order: StartOver): Promise<CommitOutcome> {
    return this.#write((by) => this.#redis.startOver(order, by));
  }

  recall(once: Once) {
    return this.#read((log) => log.recall(once));
  }

  load(limit: number) {
    return loadWhole({
      versions: () => this.versions(),
      published: async () => {
        const { announcements } = await this.#read((log) => log.load(limit));
        return new Map(announcements.map((item) => [item.id, item]));
      },
      read: (after) => this.read(after, LOAD_PAGE),
      head: () => this.head(),
    });
  }

  versions() {
    return this.#read((log) => log.versions());
  }

  head() {
    return this.#read((log) => log.head());
  }

  read(after: number, count: number) {
    return this.#read((log) => log.read(after, count));
  }

  announcement(id: string) {
    return this.#read((log) => log.announcement(id));
  }

  announcements(ids: readonly string[]) {
    return this.#read((log) => log.announcements(ids));
  }

  list(query: Parameters<FeedReader["list"]>[0]) {
    return this.#read((log) => log.list(query));
  }

  revisions(id: string) {
    return this.#read((log) => log.revisions(id));
  }

  published(id: string) {
    return this.#read((log) => log.published(id));
  }

  document(name: "event" | "programme") {
    return this.#read((log) => log.document(name));
  }

  due(beforeMs: number, limit: number) {
    return this.#read((log) => log.due(beforeMs, limit));
  }

  audit(before: number | undefined, limit: number) {
    return this.#read((log) => log.audit(before, limit));
  }

  nowMs() {
    return this.#read((log) => log.nowMs());
  }
}
