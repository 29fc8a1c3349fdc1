import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Presence } from "../../server/contract/socket.ts";
import { DeskEditing } from "../../server/sockets/desk-editing.ts";
import type { Bulletin } from "../../server/store/bulletin.ts";
import { editorsOf } from "../support/desk-nodes.ts";

/** What all are connected to, and each may be cut off from. */
class Wall {
  readonly posted: string[] = [];
  readonly #hearers = new Map<FakeBulletin, { onMessage(message: string): void; onConnected(): void }>();

  listen(bulletin: FakeBulletin, hear: { onMessage(message: string): void; onConnected(): void }): void {
    this.#hearers.set(bulletin, hear);
    hear.onConnected();
  }

  post(message: string): void {
    this.posted.push(message);
    for (const [bulletin, { onMessage }] of this.#hearers) if (bulletin.connected) onMessage(message);
  }

  reconnect(bulletin: FakeBulletin): void {
    bulletin.connected = true;
    this.#hearers.get(bulletin)!.onConnected();
  }
}

class FakeBulletin implements Bulletin {
  connected = true;
  readonly #wall: Wall;
  constructor(wall: Wall) {
    this.#wall = wall;
  }
  send(message: string): void {
    if (this.connected) this.#wall.post(message);
  }
  listen(hear: { onMessage(message: string): void; onConnected(): void }): void {
    this.#wall.listen(this, hear);
  }
  close(): void {
    this.connected = false;
  }
}

let wall: Wall;
const running: DeskEditing[] = [];

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
  });
  wall = new Wall();
});
afterEach(() => {
  for (const editing of running.splice(0)) editing.stop();
  vi.useRealTimers();
});

function node() {
  const bulletin = new FakeBulletin(wall);
  const told: Presence[] = [];
  const editing = new DeskEditing({
    bulletin,
    serverNowMs: Date.now,
    onChange: (all) => void told.push(all),
  });
  editing.start();
  running.push(editing);
  const claim = (who: string, takeOver = false) =>
    editing.claim({ socketId: who, accountId: who, who, announcementId: "a" }, takeOver);
  return { bulletin, told, editing, claim, sees: () => editorsOf(editing.presence, "a") };
}
const pass = (ms: number) => vi.advanceTimersByTime(ms);

describe("editing over nodes", () => {
  test("[M4] a node that comes is told by the others at once", () => {
    const here = node();
    here.claim("Ana");
    pass(200);
    const late = node();
    pass(200);
    expect(late.sees()).toEqual(["Ana*"]);
  });

  test("[M4] what was lost comes again within five seconds, and after a cut at once", () => {
    const [here, there] = [node(), node()];
    there.bulletin.connected = false;
    here.claim("Ana");
    pass(200);
    expect(there.sees()).toEqual([]);
    wall.reconnect(there.bulletin);
    pass(200);
    expect(there.sees()).toEqual(["Ana*"]);
    there.bulletin.connected = false;
    here.claim("Ben", true);
    pass(200);
    there.bulletin.connected = true; // as if nothing had been noticed
    pass(5_000);
    expect(there.sees()).toEqual(["Ben*", "Ana"]);
  });

  test("[M4] a node that falls silent lets go within 15 s, one that stops at once", () => {
    const [here, there] = [node(), node()];
    there.claim("Ben");
    pass(1);
    here.claim("Ana");
    pass(300);
    expect(here.sees()).toEqual(["Ben*", "Ana"]);
    there.bulletin.connected = false;
    pass(10_000);
    expect(here.sees()).toEqual(["Ben*", "Ana"]);
    pass(5_000);
    expect(here.sees()).toEqual(["Ana*"]);
    expect(here.told.at(-1)).toEqual(here.editing.presence);
    wall.reconnect(there.bulletin);
    pass(300);
    expect(here.sees()).toEqual(["Ben*", "Ana"]);
    there.editing.stop();
    pass(300);
    expect(here.sees()).toEqual(["Ana*"]);
  });

  test("[M4] a node that hears nothing itself does not take the others for gone", () => {
    const [here, there] = [node(), node()];
    there.claim("Ben");
    pass(300);
    here.bulletin.connected = false;
    pass(60_000);
    expect(here.sees()).toEqual(["Ben*"]);
    wall.reconnect(here.bulletin);
    pass(300);
    expect(here.sees()).toEqual(["Ben*"]);
  });

  test("[R1] what is not understood is passed over, and changes nothing", () => {
    const here = node();
    here.claim("Ana");
    for (const message of ["", "{", "null", "[]", '{"node":5}', '{"node":"x"}', '{"node":"x","claims":[{}]}'])
      wall.post(message);
    wall.post('{"node":"newer","claims":[],"what":"is this"}');
    expect(here.sees()).toEqual(["Ana*"]);
  });

  test("[M4] many changes are told at most every 250 ms, the last one too, and nothing where nothing changed", () => {
    const here = node();
    for (let n = 0; n < 20; n += 1) {
      here.claim("Ana");
      pass(20);
      here.editing.letGo("Ana");
      pass(20);
    }
    here.claim("Ana");
    pass(1_000);
    expect(here.told.length).toBeLessThanOrEqual(6);
    expect(editorsOf(here.told.at(-1)!, "a")).toEqual(["Ana*"]);
    const before = here.told.length;
    here.claim("Ana");
    here.editing.letGo("nobody");
    pass(20_000);
    expect(here.told).toHaveLength(before);
  });
});
