/** One request that arrives twice at once: a retry that overtook the first. */
import { describe, expect, test } from "vitest";
import { Announcements } from "../../server/desk/announcements.ts";
import { EventDesk } from "../../server/desk/event.ts";
import { endRehearsal } from "../../server/desk/rehearsal.ts";
import { RedisClock } from "../../server/feed/clock.ts";
import { Directory } from "../../server/feed/directory.ts";
import { type FeedLog, StoreFailure } from "../../server/store/feed-log.ts";
import { MemoryFeedLog } from "../../server/store/memory-feed-log.ts";
import { admin, event, newNotice } from "../support/written.ts";

const now = () => Date.UTC(2022, 10, 9, 1);

/** `meanwhile` happens once, after somebody has asked what a key was used for. */
class Overtaken extends MemoryFeedLog {
  meanwhile: (() => Promise<unknown>) | undefined;
  isAway = false;

  override async recall(...asked: Parameters<FeedLog["recall"]>) {
    const recalled = await super.recall(...asked);
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
    return recalled;
  }

  override async announcement(id: string) {
    if (this.isAway) throw new StoreFailure("unreachable", "away");
    return await super.announcement(id);
  }

  override async document(name: "event" | "programme") {
    if (this.isAway) throw new StoreFailure("unreachable", "away");
    return await super.document(name);
  }
}

async function stage(over: Record<string, unknown> = {}) {
  const log = new Overtaken({ now });
  await log.commit({
    items: [],
    documents: [{ name: "event", version: 0, json: JSON.stringify(event(over)) }],
    audit: { action: "event", by: "admin", byName: "admin" },
  });
  const directory = new Directory(log);
  await directory.refresh();
  const desk = () =>
    new Announcements({ store: log, directory, clock: new RedisClock(now), alarm: { wakeAt() {} } });
  return { log, directory, one: desk(), other: desk(), events: new EventDesk({ store: log, directory }) };
}

const retry = (key: string) => ({ key, request: "r" });

describe("[R5] one request made twice at once", () => {
  test("publishes once, and both are told so", async () => {
    const { log, one, other } = await stage();
    const made = await one.create(newNotice("twice"), admin, retry("make"));
    const { id } = made.ok ? made.value.record : { id: "" };
    const publish = (desk: Announcements) => desk.command(id, { type: "publish" }, admin, retry("publish"));
    let overtook: Awaited<ReturnType<typeof publish>> | undefined;
    log.meanwhile = async () => {
      overtook = await publish(other);
    };
    const first = await publish(one);
    expect(overtook).toMatchObject({ ok: true, value: { record: { state: "published" } } });
    expect(first).toMatchObject({
      ok: true,
      value: { cursor: { offset: 1 }, record: { id, state: "published" } },
    });
    expect((await log.head()).cursor.offset).toBe(1);
  });

  test("another request that comes too late is refused as before", async () => {
    const { log, one, other } = await stage();
    const made = await one.create(newNotice("twice"), admin, retry("make"));
    const { id } = made.ok ? made.value.record : { id: "" };
    log.meanwhile = () => other.command(id, { type: "publish" }, admin, retry("publish"));
    expect(await one.command(id, { type: "publish" }, admin, retry("another"))).toMatchObject({
      refusal: { code: "not_allowed_in_state" },
    });
  });

  test("changes the event once, and both are told so", async () => {
    const { log, events } = await stage();
    const replace = () => events.replace(event({ name: { en: "Another" } }), 1, admin, retry("event"));
    log.meanwhile = replace;
    expect(await replace()).toMatchObject({ ok: true, value: { revision: 2 } });
    expect(await events.replace(event(), 1, admin, retry("later"))).toMatchObject({
      refusal: { code: "stale_revision" },
    });
  });

  test("ends a rehearsal once, and both are told so", async () => {
    const { log, directory } = await stage({ rehearsal: true });
    const end = () =>
      endRehearsal({ store: log, directory }, { keep: "preparation", actor: admin, retry: retry("end") });
    log.meanwhile = end;
    expect(await end()).toMatchObject({ ok: true, value: { event: { rehearsal: false } } });
  });

  test("where what was done cannot be read, nobody is told that nothing was done", async () => {
    const { log, one, events } = await stage();
    await one.create(newNotice("once"), admin, retry("make"));
    await events.replace(event({ name: { en: "Another" } }), 1, admin, retry("event"));
    log.isAway = true;
    expect(await one.create(newNotice("once"), admin, retry("make"))).toMatchObject({
      refusal: { code: "outcome_unknown" },
    });
    expect(await events.replace(event(), 1, admin, retry("event"))).toMatchObject({
      refusal: { code: "outcome_unknown" },
    });
  });
});
