import { beforeEach, describe, expect, test } from "vitest";
import { createCommands } from "../../client/kiosk/link/commands.ts";
import type { CommandName } from "../../server/contract/kiosk.ts";

const NOW = Date.parse("2022-11-09T08:00:00.000Z");
const settled = () => new Promise((resolve) => setImmediate(resolve));

function standIn(memory = new Map<string, string>()) {
  const did: string[] = [];
  const timers: { ms: number; run: () => void }[] = [];
  const device = { isServerThere: true, fails: false };
  const commands = createCommands({
    kept: {
      read: (name) => memory.get(name) ?? null,
      write: (name, text) => void memory.set(name, text ?? ""),
      settled: async () => void did.push("settled"),
    },
    now: () => NOW,
    after: (ms, run) => {
      const timer = { ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    isServerThere: async () => device.isServerThere,
    loadAgain: () => void did.push("loaded"),
    emptyDevice: async () => {
      if (device.fails) throw new Error("locked");
      did.push("emptied");
    },
  });
  const tell = async (command: string, id = command, expiresAt = "2022-11-09T08:01:00.000Z") => {
    const answers: object[] = [];
    commands.take({ id, command: command as CommandName, expiresAt }, (answer) => {
      did.push("answered");
      answers.push(answer);
    });
    await settled();
    return answers[0];
  };
  return { commands, did, timers, device, memory, tell };
}

let stage: ReturnType<typeof standIn>;
beforeEach(() => {
  stage = standIn();
});

describe("commands", () => {
  test.for([
    ["identify", 15_000],
    ["test-card", 30_000],
  ] as const)("%s is shown for %i ms", async ([command, ms]) => {
    expect(await stage.tell(command)).toEqual({ ok: true });
    expect(stage.commands.overlay.value).toBe(command);
    expect(stage.timers.map((timer) => timer.ms)).toEqual([ms]);
    stage.timers[0]!.run();
    expect(stage.commands.overlay.value).toBeUndefined();
  });
  test("the later of two is shown for its own time", async () => {
    await stage.tell("test-card");
    await stage.tell("identify");
    expect(stage.timers.map((timer) => timer.ms)).toEqual([15_000]);
    expect(stage.commands.overlay.value).toBe("identify");
  });
  test("reload is answered before it is done", async () => {
    expect(await stage.tell("reload")).toEqual({ ok: true });
    stage.timers[0]!.run();
    expect(stage.did).toEqual(["settled", "answered", "loaded"]);
  });
  test("[CD1] is done once, though it is told again after the page was loaded by it", async () => {
    await stage.tell("reload", "c1");
    const after = standIn(stage.memory);
    expect(await after.tell("reload", "c1")).toEqual({ ok: true });
    expect(after.timers).toEqual([]);
  });
  test("one that comes too late is not done", async () => {
    expect(await stage.tell("identify", "c", "2022-11-09T08:00:00.000Z")).toEqual({
      ok: false,
      code: "expired",
    });
    expect(stage.commands.overlay.value).toBeUndefined();
  });
  test("one that this page does not know is said to be so", async () => {
    expect(await stage.tell("dance")).toEqual({ ok: false, code: "unknown_command" });
  });
  test("[CD2] nothing is emptied that could not be filled again", async () => {
    stage.device.isServerThere = false;
    expect(await stage.tell("clear-cache", "c1")).toEqual({ ok: false, code: "offline" });
    stage.device.isServerThere = true;
    expect(await stage.tell("clear-cache", "c1")).toEqual({ ok: true });
    expect(stage.did.filter((what) => what !== "answered")).toEqual(["settled", "emptied"]);
  });
  test("what could not be done is said", async () => {
    stage.device.fails = true;
    expect(await stage.tell("clear-cache")).toMatchObject({ ok: false, code: "failed" });
  });
});
