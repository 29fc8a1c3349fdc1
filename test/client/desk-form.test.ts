import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { emptyForm } from "../../client/desk/composer/composer-form.ts";
import { keptForms, type Shelf } from "../../client/desk/composer/kept-forms.ts";
import type { Answer, Request } from "../../client/desk/state/desk-api.ts";
import { createDeskForm, type DeskForm } from "../../client/desk/state/desk-form.ts";
import type { DeskAnnouncement } from "../../server/contract/desk-announcement.ts";

const ZONE = "Asia/Shanghai";

function shelf(): Shelf & { readonly names: () => string[] } {
  const held = new Map<string, string>();
  return {
    get length() {
      return held.size;
    },
    key: (at) => [...held.keys()][at] ?? null,
    getItem: (name) => held.get(name) ?? null,
    setItem: (name, text) => void held.set(name, text),
    removeItem: (name) => void held.delete(name),
    names: () => [...held.keys()],
  };
}

/** A server that answers when it is told to, and knows its keys. */
class Bench {
  readonly device = shelf();
  readonly items = new Map<string, DeskAnnouncement>();
  readonly asked: { path: string; request: Request }[] = [];
  readonly editing: unknown[] = [];
  readonly #answers = new Map<string, Answer<DeskAnnouncement>>();
  #waiting: { resolve: (answer: Answer<DeskAnnouncement>) => void; path: string; request: Request }[] = [];
  #timers: { atMs: number; run: () => void }[] = [];
  nowMs = 0;
  heldByOther = "";
  remembered = "";
  page: DeskForm = this.open();

  /** A page of the desk, as after a load or a reload. */
  open(): DeskForm {
    this.#timers = [];
    this.#waiting = [];
    this.page = createDeskForm({
      itemOf: (id) => this.items.get(id ?? ""),
      language: signal("en"),
      timeZone: signal(ZONE),
      now: () => this.nowMs,
      newKey: () => `key${Math.random()}`,
      quietly: (path, request) => {
        this.asked.push({ path, request });
        return new Promise((resolve) => this.#waiting.push({ resolve, path, request }));
      },
      took: (item) => void this.items.set(item.id, item),
      editing: (message) => void this.editing.push(message),
      isHeldByOther: (id) => id !== undefined && id === this.heldByOther,
      isSignedIn: () => true,
      kept: () => keptForms(this.device, "mei"),
      remember: (name) => {
        this.remembered = name;
      },
      after: (ms, run) => {
        const timer = { atMs: this.nowMs + ms, run };
        this.#timers.push(timer);
        return () => {
          this.#timers = this.#timers.filter((each) => each !== timer);
        };
      },
    });
    return this.page;
  }

  async pass(ms: number): Promise<void> {
    this.nowMs += ms;
    const due = this.#timers.filter(({ atMs }) => atMs <= this.nowMs);
    this.#timers = this.#timers.filter(({ atMs }) => atMs > this.nowMs);
    for (const { run } of due) run();
    await this.#settle();
  }

  /** The oldest request is done; its answer arrives, or is lost on the way. */
  async serve(
    how: "answered" | "lost" | "unheard" | { code: string; status: number } = "answered",
  ): Promise<void> {
    const { resolve, path, request } = this.#waiting.shift()!;
    const lost = { ok: false, problem: { code: "unreachable", detail: "", status: 0, errors: [] } } as const;
    if (how === "unheard") resolve(lost);
    else if (typeof how === "object") resolve({ ok: false, problem: { detail: "", errors: [], ...how } });
    else {
      const answer = this.#done(path, request);
      resolve(how === "lost" ? lost : answer);
    }
    await this.#settle();
  }

  #done(path: string, { body, ifMatch, idempotencyKey }: Request): Answer<DeskAnnouncement> {
    const before = this.#answers.get(idempotencyKey!);
    if (before !== undefined) return before;
    const id = path.split("/")[5] ?? `a${this.items.size + 1}`;
    const held = this.items.get(id);
    if (held !== undefined && held.revision !== ifMatch)
      return { ok: false, problem: { code: "stale_revision", detail: "", status: 412, errors: [] } };
    const at = "2022-11-09T08:00:00.000Z";
    const meta = {
      state: "draft",
      createdAt: at,
      createdBy: "Mei",
      changedAt: at,
      changedBy: "Mei",
    } as const;
    const item = { ...meta, ...held, ...(body as object), id, revision: (held?.revision ?? 0) + 1 };
    this.items.set(id, item as DeskAnnouncement);
    const answer = { ok: true, status: 200, body: item as DeskAnnouncement } as const;
    this.#answers.set(idempotencyKey!, answer);
    return answer;
  }

  async #settle(): Promise<void> {
    for (let turn = 0; turn < 12; turn++) await Promise.resolve();
  }

  type(headline: string): void {
    this.page.edit({ text: { ...this.page.form.peek().text, en: { headline, body: "" } } });
  }

  saidBy(id: string): string | undefined {
    return this.items.get(id)?.text.en?.headline;
  }

  get headline(): string {
    return this.page.form.peek().text.en?.headline ?? "";
  }
}

describe("[A1] a new draft", () => {
  test("is saved two seconds after the last key, and the form stays as it is typed", async () => {
    const bench = new Bench();
    bench.type("Doors");
    await bench.pass(1_900);
    bench.type("Doors open");
    await bench.pass(1_900);
    expect(bench.asked).toHaveLength(0);
    await bench.pass(200);
    expect(bench.asked.map(({ request }) => request.method)).toEqual(["POST"]);
    bench.type("Doors open at nine");
    await bench.serve();
    expect([bench.headline, bench.page.form.peek().id, bench.page.isDirty.peek()]).toEqual([
      "Doors open at nine",
      "a1",
      true,
    ]);
    expect(bench.editing.at(-1)).toEqual({ announcementId: "a1" });
    await bench.pass(2_000);
    await bench.serve();
    expect([bench.saidBy("a1"), bench.items.size, bench.page.isDirty.peek()]).toEqual([
      "Doors open at nine",
      1,
      false,
    ]);
    expect(bench.device.names()).toEqual([]);
  });

  test("what is handed on is let go, but not while something of it is unsaved", async () => {
    const bench = new Bench();
    bench.type("Doors open at nine");
    await bench.pass(2_000);
    await bench.serve();
    bench.type("Doors open at ten");
    bench.page.letGo();
    expect(bench.editing.at(-1)).toEqual({ announcementId: "a1" });
    await bench.pass(2_000);
    await bench.serve();
    bench.page.letGo();
    expect(bench.editing.at(-1)).toEqual({});
    bench.type("Doors open at noon");
    expect(bench.editing.at(-1)).toEqual({ announcementId: "a1" });
  });
  test("without a headline stays on the device, and several stay apart there", async () => {
    const bench = new Bench();
    bench.page.edit({ competition: "One" });
    bench.page.open(undefined);
    bench.page.edit({ competition: "Two" });
    await bench.pass(60_000);
    expect([bench.asked.length, bench.device.names().length]).toEqual([0, 2]);
    const [line] = bench.page.keptLines.peek();
    expect(line?.form.competition).toBe("One");
    bench.page.openNamed(line!.name);
    expect([bench.page.form.peek().competition, bench.page.wasRestored.peek()]).toEqual(["One", true]);
    expect(bench.page.keptLines.peek().map(({ form }) => form.competition)).toEqual(["Two"]);
  });
  test("[A3] whose answer was lost is asked for with its key again, a reload between: there is one", async () => {
    const bench = new Bench();
    bench.type("Doors");
    await bench.pass(2_000);
    bench.type("Doors open");
    await bench.serve("lost");
    expect(bench.page.saving.peek().trouble).toBe("unreachable");
    const { remembered } = bench;
    bench.open().openNamed(bench.device.names()[0]!.replace("fanfare.desk.kept.mei.", ""));
    expect([bench.headline, remembered !== "other"]).toEqual(["Doors open", true]);
    await bench.pass(60_000);
    expect(bench.asked[1]!.request.idempotencyKey).toBe(bench.asked[0]!.request.idempotencyKey);
    await bench.serve();
    await bench.pass(60_000);
    await bench.serve();
    expect([bench.saidBy("a1"), bench.items.size]).toEqual(["Doors open", 1]);
  });
});

/** One that is on the server, open on the page. */
async function opened(state: DeskAnnouncement["state"] = "draft"): Promise<Bench> {
  const bench = new Bench();
  bench.type("Was");
  await bench.pass(2_000);
  await bench.serve();
  bench.items.set("a1", { ...bench.items.get("a1")!, state });
  bench.page.open(bench.items.get("a1"));
  bench.asked.length = 0;
  return bench;
}

describe("what is on the server", () => {
  test("and no draft any more is saved by a person alone, and kept on the device until then", async () => {
    for (const state of ["submitted", "approved", "scheduled", "published"] as const) {
      const bench = await opened(state);
      bench.type("Is");
      await bench.pass(60_000);
      expect([state, bench.asked.length]).toEqual([state, 0]);
      bench.open().open(bench.items.get("a1"));
      expect([bench.headline, bench.page.isDirty.peek()]).toEqual(["Is", true]);
    }
  });
  test("is not sent while somebody else is at it, and is when they have let go", async () => {
    const bench = await opened();
    bench.type("Is");
    bench.heldByOther = "a1";
    await bench.pass(60_000);
    expect(bench.asked).toHaveLength(0);
    bench.heldByOther = "";
    bench.page.lookAgain();
    await bench.pass(0);
    await bench.serve();
    expect(bench.saidBy("a1")).toBe("Is");
  });
  test("[A4] changed by somebody else: nothing more is sent until a person has chosen", async () => {
    const bench = await opened();
    bench.type("Mine");
    bench.items.set("a1", {
      ...bench.items.get("a1")!,
      revision: 7,
      text: { en: { headline: "Theirs", body: "" } },
    });
    await bench.pass(2_000);
    await bench.serve();
    expect([bench.page.hasConflict.peek(), bench.headline]).toEqual([true, "Mine"]);
    bench.type("Mine still");
    await bench.pass(60_000);
    expect(bench.asked).toHaveLength(1);
    bench.page.edit({ revision: 7, text: { en: { headline: "Both", body: "" } } });
    expect(bench.page.hasConflict.peek()).toBe(false);
    await bench.pass(2_000);
    await bench.serve();
    expect(bench.saidBy("a1")).toBe("Both");
  });
  test("is saved in the background when something else is opened, with what was typed until then", async () => {
    const bench = await opened();
    bench.type("Is");
    bench.page.open(undefined);
    bench.type("Another");
    await bench.serve();
    expect([bench.saidBy("a1"), bench.headline]).toEqual(["Is", "Another"]);
    bench.page.open(bench.items.get("a1"));
    expect([bench.headline, bench.page.form.peek().revision]).toEqual(["Is", 2]);
  });
  test("and opened again while that is under way is the same one: no conflict with oneself", async () => {
    const bench = await opened();
    bench.type("Is");
    bench.page.open(undefined);
    bench.page.open(bench.items.get("a1"));
    bench.type("Is now");
    await bench.serve();
    await bench.pass(2_000);
    await bench.serve();
    expect([bench.saidBy("a1"), bench.page.hasConflict.peek()]).toEqual(["Is now", false]);
  });
  test("follows what others save, unless something is typed here", async () => {
    const bench = await opened();
    const theirs = { ...bench.items.get("a1")!, revision: 2, text: { en: { headline: "Theirs", body: "" } } };
    bench.page.follow(theirs);
    expect(bench.headline).toBe("Theirs");
    bench.type("Mine");
    bench.page.follow({ ...theirs, revision: 3, text: { en: { headline: "Again", body: "" } } });
    expect(bench.headline).toBe("Mine");
  });
  test("typed and taken back asks the server nothing", async () => {
    const bench = await opened();
    bench.type("Is");
    bench.type("Was");
    await bench.pass(60_000);
    expect([bench.asked.length, bench.page.isDirty.peek(), bench.device.names()]).toEqual([0, false, []]);
  });
  test("a time that was chosen but not yet scheduled changes no revision, and outlives a reload", async () => {
    const bench = await opened();
    bench.page.edit({ when: "at", at: "2030-01-01T10:00" });
    await bench.pass(60_000);
    expect([bench.asked.length, bench.page.isDirty.peek()]).toEqual([0, false]);
    bench.open().open(bench.items.get("a1"));
    expect(bench.page.form.peek()).toMatchObject({ when: "at", at: "2030-01-01T10:00" });
    expect(bench.page.isDirty.peek()).toBe(false);
  });
});

describe("a button that saves", () => {
  const button = (bench: Bench) => async (path: string, request: Request) => {
    bench.asked.push({ path, request });
    return { ok: false, problem: { code: "forbidden", detail: "", status: 403, errors: [] } } as const;
  };
  test("waits for what is under way, and then has nothing left to send", async () => {
    const bench = await opened();
    bench.type("Is");
    await bench.pass(2_000);
    const saving = bench.page.save(button(bench));
    await bench.serve();
    expect(await saving).toMatchObject({ ok: true, body: { revision: 2 } });
    expect(bench.asked).toHaveLength(1);
  });
  test("keeps what was typed when it is refused", async () => {
    const bench = await opened("approved");
    bench.type("Is");
    expect(await bench.page.save(button(bench))).toMatchObject({ ok: false });
    expect([bench.headline, bench.page.isDirty.peek()]).toEqual(["Is", true]);
    expect(bench.device.names()).toHaveLength(1);
  });
  test("corrects what is public with what differs alone, and once", async () => {
    const bench = await opened("published");
    bench.type("Is");
    bench.page.edit({ removePrevious: true });
    await bench.page.save(button(bench));
    const [{ path, request }] = bench.asked as [Bench["asked"][number]];
    expect([path.endsWith("/a1/correct"), request.body]).toEqual([
      true,
      { text: { en: { headline: "Is", body: "" } }, removePrevious: true },
    ]);
  });
});

describe("the device", () => {
  test("keeps each person's apart, and says when it cannot", async () => {
    const bench = new Bench();
    bench.page.edit({ competition: "Mine" });
    expect(keptForms(bench.device, "jonas").list()).toEqual([]);
    expect(keptForms(bench.device, "mei").list()).toHaveLength(1);
    bench.device.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    bench.page.edit({ competition: "More" });
    expect(bench.page.isKept.peek()).toBe(false);
  });
  test("reads what an older page kept, and nothing of what is broken", () => {
    const device = shelf();
    const kept = keptForms(device, "mei");
    device.setItem(
      "fanfare.desk.kept.mei.a1",
      JSON.stringify({ form: { text: { en: { headline: "Old", body: "" } } } }),
    );
    device.setItem("fanfare.desk.kept.mei.a2", "{");
    expect(kept.read("a1")?.form).toMatchObject({ ...emptyForm("en"), text: { en: { headline: "Old" } } });
    expect(kept.list().map(({ name }) => name)).toEqual(["a1"]);
  });
  test("what is given up is gone from it", async () => {
    const bench = await opened("approved");
    bench.type("Is");
    bench.page.forget("a1");
    expect([bench.device.names(), bench.page.isDirty.peek()]).toEqual([[], false]);
  });
});
