import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { noteVersion } from "../../scripts/build-pages.ts";
import { parseCores } from "../../server/supervise/cores.ts";
import type { End, Forked } from "../../server/supervise/forked.ts";
import { notePid } from "../../server/supervise/pid-file.ts";
import { Supervisor } from "../../server/supervise/supervisor.ts";
import { VersionWatch } from "../../server/supervise/version-watch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("[MP1] --cores", () => {
  test.for<[string[], number]>([
    [[], 8],
    [["--cores", "1"], 1],
    [["--cores", "256"], 256],
    [["--cores=12"], 12],
  ])("%j is %i", ([args, cores]) => {
    expect(parseCores(args, 8)).toEqual({ ok: true, cores });
  });

  test("never none, nor more than can be said, whatever the machine says of itself", () => {
    expect(parseCores([], 0)).toEqual({ ok: true, cores: 1 });
    expect(parseCores([], 1_024)).toEqual({ ok: true, cores: 256 });
  });

  test.for([
    ["--cores"],
    ["--cores="],
    ["--cores", "0"],
    ["--cores", "257"],
    ["--cores", "-1"],
    ["--cores", "2.5"],
    ["--cores", "02"],
    ["--cores", " 2"],
    ["--cores", "2e1"],
    ["--cores", "all"],
    ["--cores", "2", "3"],
    ["--cores", "2", "--cores", "2"],
    ["--core", "2"],
    ["2"],
  ])("%j is a fault, in one line", (args) => {
    const asked = parseCores(args, 8);
    expect(asked.ok).toBe(false);
    expect(!asked.ok && asked.fault).toMatch(/^[^\n]*--cores[^\n]*$/);
  });
});

/** A process that does as the test says, and remembers what it was told. */
class FakeProcess implements Forked {
  readonly pid: number;
  readonly told: string[] = [];
  readonly #listening = Promise.withResolvers<boolean>();
  readonly #ended = Promise.withResolvers<End>();
  readonly listening = this.#listening.promise;
  readonly ended = this.#ended.promise;
  isRunning = true;

  constructor(pid: number) {
    this.pid = pid;
  }

  async metrics(): Promise<undefined> {}

  async serves(): Promise<void> {
    this.#listening.resolve(true);
    await settled();
  }

  async ends(code?: number, signal?: string): Promise<void> {
    this.isRunning = false;
    this.#listening.resolve(false);
    this.#ended.resolve({ code, signal });
    await settled();
  }

  leave(): void {
    this.told.push("leave");
  }
  stop(): void {
    this.told.push("stop");
  }
  kill(): void {
    this.told.push("kill");
    void this.ends(undefined, "SIGKILL");
  }
}

const settled = () => vi.advanceTimersByTimeAsync(0);

function supervise(cores: number) {
  const all: FakeProcess[] = [];
  const lines: { level: string; message: string }[] = [];
  const says =
    (level: string) =>
    (_about: unknown, message?: string): void =>
      void lines.push({ level, message: message ?? "" });
  const supervisor = new Supervisor({
    cores,
    fork: () => {
      const forked = new FakeProcess(100 + all.length);
      all.push(forked);
      return forked;
    },
    log: { info: says("info"), warn: says("warn"), error: says("error") } as never,
    random: () => 0.5,
    nowMs: () => Date.now(),
  });
  let failed: number | undefined;
  void supervisor.failed.then((code) => {
    failed = code;
  });
  const running = () => all.filter(({ isRunning }) => isRunning).map(({ pid }) => pid);
  const errors = () => lines.filter(({ level }) => level === "error").map(({ message }) => message);
  return { supervisor, all, lines, running, errors, failed: () => failed };
}

async function serving(cores: number) {
  const made = supervise(cores);
  made.supervisor.start();
  await made.all[0]!.serves();
  for (const forked of made.all.slice(1)) await forked.serves();
  return made;
}

describe("the supervisor", () => {
  test("[MP4] starts the first alone, and the others once it serves", async () => {
    const { supervisor, all, running } = supervise(3);
    supervisor.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(running()).toEqual([100]);
    await all[0]!.serves();
    expect(running()).toEqual([100, 101, 102]);
  });

  test("[MP4] what the first finds wrong is said once, and is the end of it", async () => {
    const { supervisor, all, failed } = supervise(3);
    supervisor.start();
    await all[0]!.ends(78);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(failed()).toBe(78);
    expect(all).toHaveLength(1);
  });

  test("[MP3] starts another for one that died, later each time that it dies at once", async () => {
    const { all, running, errors } = await serving(2);
    await all[1]!.ends(undefined, "SIGKILL");
    expect(running()).toEqual([100]);
    for (const [deaths, pauseMs] of [250, 500, 1_000, 2_000].entries()) {
      await vi.advanceTimersByTimeAsync(pauseMs - 1);
      expect(all).toHaveLength(2 + deaths);
      await vi.advanceTimersByTimeAsync(1);
      expect(all).toHaveLength(3 + deaths);
      await all.at(-1)!.ends(1);
    }
    expect(errors()).toHaveLength(5);
    await vi.advanceTimersByTimeAsync(60_000);
    await all.at(-1)!.serves();
    await vi.advanceTimersByTimeAsync(30_000);
    await all.at(-1)!.ends(1);
    const before = all.length;
    await vi.advanceTimersByTimeAsync(250);
    expect(all).toHaveLength(before + 1);
  });

  test("[MP3] a faulty configuration of one does not take down those that serve", async () => {
    const { all, failed, running } = await serving(2);
    await all[1]!.ends(78);
    await vi.advanceTimersByTimeAsync(250);
    expect(failed()).toBeUndefined();
    expect(running()).toEqual([100, 102]);
    await all[0]!.ends(1);
    await all[2]!.ends(78);
    expect(failed()).toBe(78);
  });

  test("[MP5] a roll replaces one after another: each replacement serves before the old one is asked to leave", async () => {
    const { supervisor, all, running, lines, errors } = await serving(3);
    const rolled = supervisor.roll("test");
    for (const old of all.slice(0, 3)) {
      await settled();
      const replacement = all.at(-1)!;
      expect(old.told).toEqual([]);
      expect(running()).toHaveLength(4);
      await replacement.serves();
      expect(old.told).toEqual(["leave"]);
      await vi.advanceTimersByTimeAsync(20_000);
      expect(all.at(-1)).toBe(replacement);
      await old.ends(0);
    }
    await rolled;
    expect(running()).toEqual([103, 104, 105]);
    expect(errors()).toEqual([]);
    expect(lines.at(-1)!.message).toBe("every server process was replaced");
    // They are kept as the first ones were.
    await all[3]!.ends(1);
    await vi.advanceTimersByTimeAsync(250);
    expect(running()).toEqual([104, 105, 106]);
  });

  test.for<[string, (fresh: FakeProcess) => Promise<unknown>]>([
    ["ends before it serves", (fresh) => fresh.ends(1)],
    ["ends with a faulty configuration", (fresh) => fresh.ends(78)],
    ["does not serve within a minute", () => vi.advanceTimersByTimeAsync(60_000)],
  ])("[MP5] a replacement that %s ends the roll, in one line, and the old ones stay", async ([, fails]) => {
    const { supervisor, all, running, errors, failed } = await serving(2);
    const rolled = supervisor.roll("test");
    await settled();
    await fails(all[2]!);
    await rolled;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(running()).toEqual([100, 101]);
    expect([all[0]!.told, all[1]!.told]).toEqual([[], []]);
    expect(errors()).toEqual([
      "a new server process did not come up: the old ones go on, and no more are replaced",
    ]);
    expect(failed()).toBeUndefined();
    // Somebody put it right.
    void supervisor.roll("again");
    await settled();
    await all[3]!.serves();
    expect(all[0]!.told).toEqual(["leave"]);
  });

  test("[MP5] asked for twice more during a roll, it rolls once more after it", async () => {
    const { supervisor, all, running } = await serving(1);
    const rolled = supervisor.roll("first");
    void supervisor.roll("second");
    void supervisor.roll("third");
    for (let turn = 1; turn <= 2; turn += 1) {
      await settled();
      expect(all).toHaveLength(turn + 1);
      await all[turn]!.serves();
      await all[turn - 1]!.ends(0);
    }
    await rolled;
    expect(all).toHaveLength(3);
    expect(running()).toEqual([102]);
  });

  test("[MP5] one that dies while its replacement comes up is not replaced twice", async () => {
    const { supervisor, all, running } = await serving(1);
    const rolled = supervisor.roll("test");
    await settled();
    await all[0]!.ends(1);
    await vi.advanceTimersByTimeAsync(100);
    await all[1]!.serves();
    await rolled;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(running()).toEqual([101]);
    expect(all).toHaveLength(2);
  });

  test("[MP5] one that was started again meanwhile makes room for the replacement", async () => {
    const { supervisor, all, running } = await serving(1);
    const rolled = supervisor.roll("test");
    await settled();
    await all[0]!.ends(1);
    await vi.advanceTimersByTimeAsync(250);
    await all[2]!.serves();
    await all[1]!.serves();
    expect(all[2]!.told).toEqual(["leave"]);
    await all[2]!.ends(0);
    await rolled;
    expect(running()).toEqual([101]);
  });

  test("[MP6] one that does not leave in time is ended", async () => {
    const { supervisor, all } = await serving(1);
    const rolled = supervisor.roll("test");
    await settled();
    await all[1]!.serves();
    await vi.advanceTimersByTimeAsync(39_999);
    expect(all[0]!.told).toEqual(["leave"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(all[0]!.told).toEqual(["leave", "kill"]);
    await rolled;
  });

  test("[MP7] a stop tells all, those of a roll too, starts nothing more, and ends within 6 s what does not end", async () => {
    const { supervisor, all, running, failed } = await serving(2);
    const rolled = supervisor.roll("test");
    await settled();
    await all[2]!.serves();
    expect(all[0]!.told).toEqual(["leave"]);
    await all[1]!.ends(1);
    const stopped = supervisor.stop();
    expect(all.map(({ told }) => told.at(-1))).toEqual(["stop", undefined, "stop"]);
    await all[0]!.ends(0);
    await vi.advanceTimersByTimeAsync(5_499);
    expect(all[2]!.told).not.toContain("kill");
    await vi.advanceTimersByTimeAsync(1);
    await Promise.all([stopped, rolled]);
    expect(running()).toEqual([]);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(all).toHaveLength(3);
    expect(failed()).toBeUndefined();
  });
});

describe("[MP8] a version", () => {
  let onDisk: string | undefined;
  let heard: number;
  beforeEach(() => {
    onDisk = "one";
    heard = 0;
  });

  function watching(): VersionWatch {
    const watch = new VersionWatch({
      read: () => onDisk,
      onNew: () => {
        heard += 1;
      },
    });
    watch.start();
    return watch;
  }

  test("is told of once it stays, and once", async () => {
    const watch = watching();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(heard).toBe(0);
    onDisk = "two";
    await vi.advanceTimersByTimeAsync(2_000);
    onDisk = "three";
    await vi.advanceTimersByTimeAsync(2_000);
    expect(heard).toBe(0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(heard).toBe(1);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(heard).toBe(1);
    watch.stop();
    onDisk = "four";
    await vi.advanceTimersByTimeAsync(20_000);
    expect(heard).toBe(1);
  });

  test("that is gone for a while, and there again, is none", async () => {
    watching();
    onDisk = undefined;
    await vi.advanceTimersByTimeAsync(10_000);
    onDisk = "one";
    await vi.advanceTimersByTimeAsync(10_000);
    expect(heard).toBe(0);
  });
});

describe("files", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fanfare-supervise-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("[MP8] the version is another when anything that runs is another, and is not touched otherwise", () => {
    const version = () => readFileSync(join(folder, "dist/.version"), "utf8");
    for (const path of ["server", "workers", "client", "test"]) mkdirSync(join(folder, path));
    writeFileSync(join(folder, "package-lock.json"), "{}");
    noteVersion(folder);
    const seen = new Set([version()]);
    const writtenAt = statSync(join(folder, "dist/.version")).mtimeMs;
    writeFileSync(join(folder, "test/x.test.ts"), "1");
    noteVersion(folder);
    expect(statSync(join(folder, "dist/.version")).mtimeMs).toBe(writtenAt);
    for (const path of ["server/main.ts", "workers/main.ts", "client/main.tsx", "package-lock.json"]) {
      writeFileSync(join(folder, path), "2");
      noteVersion(folder);
      seen.add(version());
    }
    expect(seen.size).toBe(5);
  });

  test("[MP10] server.pid names us while we run, and not where another server that runs has it", () => {
    const dataDir = join(folder, "data");
    const file = join(dataDir, "server.pid");
    const forget = notePid(dataDir);
    expect(readFileSync(file, "utf8")).toBe(`${process.pid}\n`);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    forget?.();
    expect(() => statSync(file)).toThrow();

    writeFileSync(file, `${process.ppid}\n`);
    expect(notePid(dataDir)).toBeUndefined();
    expect(readFileSync(file, "utf8")).toBe(`${process.ppid}\n`);
    // One that is gone has left it behind: no process has so high an id.
    writeFileSync(file, "4194305\n");
    const forgetAgain = notePid(dataDir);
    expect(readFileSync(file, "utf8")).toBe(`${process.pid}\n`);
    writeFileSync(file, "4194305\n");
    forgetAgain?.();
    expect(readFileSync(file, "utf8")).toBe("4194305\n");
  });
});
