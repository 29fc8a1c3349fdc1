/** Handshakes, frames, packets and events of sockets. The number in a title is that of the plan of hostile inputs. */
import { describe, expect, test } from "vitest";
import { text } from "../../scripts/fuzz/wire/frames.ts";
import { Talk } from "../../scripts/fuzz/wire/talk.ts";
import { eventCases, frameCases, handshakeCases, handshakePackets, type TalkCase } from "./doors/sockets.ts";
import { underFire } from "./under-fire.ts";

const fire = underFire();
const known = () => fire.world().known;
const slow = { timeout: 60_000 };
const OPEN_MS = 20_000;
/** A connection that stays is looked at for so long after the last thing that was said was answered. */
const STAYS_MS = 300;

test.for(handshakeCases)(
  "[72:$no] a handshake with $what → $status",
  slow,
  async ({ status, target, method, headers }) => {
    const { port } = fire.world();
    const talk = new Talk({
      port,
      ...(target === undefined ? {} : { target }),
      ...(method === undefined ? {} : { method }),
      ...(headers === undefined ? {} : { headers }),
    });
    await talk.until(() => talk.status !== undefined, OPEN_MS);
    expect(talk.status).toBe(status);
    fire.sound(talk.bytes);
    if (status !== 101) expect(await talk.closed()).toBe(true);
    talk.drop();
  },
);

describe("a connection", () => {
  test.for(handshakePackets)("[72:$no] $what", slow, runs);
});
describe("frames", () => {
  test.for(frameCases)("[72:$no] $what", slow, runs);
});
describe("events", () => {
  test.for(eventCases)("[72:$no] $what", slow, runs);
});

async function runs({
  joins,
  parts,
  ends,
  hears = [],
  hearsNot,
  hearsOnceAtMost,
  patienceMs = OPEN_MS,
}: TalkCase): Promise<void> {
  const talk = new Talk({ port: fire.world().port });
  expect(await talk.until(() => talk.packets.length > 0, OPEN_MS)).toBe(true);
  if (joins !== undefined) await joined(talk, joins);
  const before = talk.packets.length;
  talk.write(...parts(known()));
  const said = () => talk.packets.slice(before);
  const hasHeard = () =>
    hears.every((what) =>
      said().some((packet) => (typeof what === "string" ? packet.includes(what) : what.test(packet))),
    );
  if (ends.includes("open")) {
    await talk.until(hasHeard, patienceMs);
    await talk.until(() => talk.closeCode !== undefined, STAYS_MS);
  } else await talk.until(() => talk.closeCode !== undefined, patienceMs);
  fire.sound(talk.bytes, { seesDrafts: joins === "/desk" });
  const heard = said().map((packet) => packet.slice(0, 200));
  expect(
    ends,
    `how it ended: ${talk.closeCode ?? (talk.isClosed ? "cut" : "open")}, ${heard.join("\n")}`,
  ).toContain(talk.closeCode ?? (talk.isClosed ? "cut" : "open"));
  if (!hasHeard()) expect(heard).toEqual(hears);
  if (hearsNot !== undefined) expect(heard.filter((packet) => hearsNot.test(packet))).toEqual([]);
  if (hearsOnceAtMost !== undefined)
    expect(heard.filter((packet) => hearsOnceAtMost.test(packet)).slice(1)).toEqual([]);
  expect(talk.fault).toBeUndefined();
  talk.drop();
}

let screen = 0;

async function joined(talk: Talk, namespace: "/" | "/kiosk" | "/desk"): Promise<void> {
  const { screens, tokens } = known();
  // Each time another screen: the same one twice at once would be two.
  screen = (screen + 1) % screens.length;
  const token =
    namespace === "/kiosk" ? screens[screen]!.token : namespace === "/desk" ? tokens.author : undefined;
  const space = namespace === "/" ? "" : `${namespace},`;
  talk.write(text(`40${space}${JSON.stringify({ protocol: 1, token })}`));
  const last = namespace === "/desk" ? "alarms" : "snapshot";
  expect(await talk.until(() => talk.packets.some((packet) => packet.includes(`["${last}"`)), OPEN_MS)).toBe(
    true,
  );
}

test("[72:31] [SE2] a token in the address opens nothing, and is in no log", slow, async () => {
  const secret = "fft_a-secret-in-an-address-0123456789";
  const talk = new Talk({
    port: fire.world().port,
    target: `/socket.io/?EIO=4&transport=websocket&token=${secret}`,
  });
  expect(await talk.until(() => talk.status !== undefined, OPEN_MS)).toBe(true);
  expect(talk.status).toBe(400);
  talk.drop();
  expect(fire.world().log()).not.toContain(secret);
});

test("[72:48] coming back from the beginning, over and over, is answered from memory", slow, async () => {
  const { epoch } = known();
  for (let at = 0; at < 60; at += 1) {
    const talk = new Talk({ port: fire.world().port });
    await talk.until(() => talk.packets.length > 0, OPEN_MS);
    talk.write(text(`40${JSON.stringify({ protocol: 1, cursor: { epoch, offset: 0 } })}`));
    expect(
      await talk.until(() => talk.packets.some((packet) => packet.startsWith('42["frame"')), OPEN_MS),
    ).toBe(true);
    talk.drop();
  }
});

test(
  "[72:33] [72:17] a hundred who take nothing of what they were told, and say nothing, are let go",
  slow,
  async () => {
    const talks = Array.from({ length: 100 }, () => new Talk({ port: fire.world().port }));
    await Promise.all(talks.map((talk) => talk.until(() => talk.packets.length > 0, OPEN_MS)));
    await Promise.all(talks.map((talk) => talk.until(() => talk.closeCode !== undefined, OPEN_MS)));
    expect(talks.map((talk) => talk.closeCode)).toEqual(talks.map(() => 1_005));
    for (const talk of talks) talk.drop();
  },
);
