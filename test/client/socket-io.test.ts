import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openSocketIo } from "../../client/shared/link/socket-io.ts";

/** What a page's WebSocket would be, with the server's side in the test's hands. */
class FakeWebSocket {
  static last: FakeWebSocket;
  readonly address: string;
  readonly sent: string[] = [];
  isClosed = false;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(address: string) {
    this.address = address;
    FakeWebSocket.last = this;
  }
  send(packet: string): void {
    this.sent.push(packet);
  }
  close(): void {
    this.isClosed = true;
  }
  receive(...packets: unknown[]): void {
    for (const data of packets) this.onmessage?.({ data });
  }
}

beforeEach(() => vi.stubGlobal("WebSocket", FakeWebSocket));
afterEach(() => vi.unstubAllGlobals());

const OPEN = '0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":16384}';
const JOINED = '40{"sid":"t"}';

function opened(namespace?: string, ...packets: unknown[]) {
  const happened: unknown[] = [];
  const socket = openSocketIo(
    {
      address: "wss://feed.example",
      auth: { protocol: 1, cursor: undefined },
      ...(namespace && { namespace }),
    },
    {
      opened: () => happened.push("opened"),
      event: (name, payload) => happened.push([name, payload]),
      closed: () => happened.push("closed"),
    },
  );
  const wire = FakeWebSocket.last;
  wire.receive(...packets);
  return { socket, wire, happened };
}

describe("joining", () => {
  test("says who it is once the engine is open, and is open once the namespace says so", () => {
    const { wire, happened } = opened();
    expect(wire.address).toBe("wss://feed.example/socket.io/?EIO=4&transport=websocket");
    wire.receive(OPEN);
    expect(wire.sent).toEqual(['40{"protocol":1}']);
    expect(happened).toEqual([]);
    wire.receive(JOINED);
    expect(happened).toEqual(["opened"]);
  });

  test("names its namespace in all that it says, and hears that one alone", () => {
    const { socket, wire, happened } = opened("/kiosk", OPEN, '40/kiosk,{"sid":"t"}');
    socket.say("health", { ok: true }, (answer) => happened.push(answer));
    expect(wire.sent).toEqual(['40/kiosk,{"protocol":1}', '42/kiosk,0["health",{"ok":true}]']);
    wire.receive('42/kiosk,["hello",{"protocol":1}]', '43/kiosk,0[{"ok":true}]');
    expect(happened).toEqual(["opened", ["hello", { protocol: 1 }], { ok: true }]);
    wire.receive('42["hello",{}]');
    expect(happened.at(-1)).toBe("closed");
  });

  test("what is said too early is sent when it may be", () => {
    const { socket, wire } = opened();
    socket.say("attendance", { attendance: "online" });
    wire.receive(OPEN);
    expect(wire.sent).toEqual(['40{"protocol":1}']);
    wire.receive(JOINED);
    expect(wire.sent.slice(1)).toEqual(['42["attendance",{"attendance":"online"}]']);
  });
});

describe("joined", () => {
  test("a ping is answered, and an empty packet is nothing", () => {
    const { wire, happened } = opened(undefined, OPEN, JOINED, "2", "6", "2");
    expect(wire.sent.slice(1)).toEqual(["3", "3"]);
    expect(happened).toEqual(["opened"]);
  });

  test("events come with their payload, in order, whatever stands in their words", () => {
    const { happened } = opened(
      undefined,
      OPEN,
      JOINED,
      '42["frame",{"a":"/x,1\\n"}]',
      '427["command",{"id":"c"}]',
      '42["bare"]',
    );
    expect(happened.slice(1)).toEqual([
      ["frame", { a: "/x,1\n" }],
      ["command", { id: "c" }],
      ["bare", undefined],
    ]);
  });

  test("each answer goes to who asked, once", () => {
    const { socket, wire } = opened(undefined, OPEN, JOINED);
    const answers: unknown[] = [];
    for (const name of ["first", "second"])
      socket.say("clock", undefined, (answer) => answers.push([name, answer]));
    expect(wire.sent.slice(1)).toEqual(['420["clock"]', '421["clock"]']);
    wire.receive('431[{"serverAt":"b"}]', '430[{"serverAt":"a"}]', '430[{"serverAt":"again"}]', "4399[]");
    expect(answers).toEqual([
      ["second", { serverAt: "b" }],
      ["first", { serverAt: "a" }],
    ]);
  });
});

describe("the end", () => {
  const phases = { "before it opens": [], "before it is let in": [OPEN], joined: [OPEN, JOINED] };
  test.for(Object.entries(phases))("a close %s is told once, and nothing after it", ([, packets]) => {
    const { wire, happened } = opened(undefined, ...packets);
    wire.onclose?.();
    wire.receive(OPEN, JOINED, '42["frame",{}]');
    wire.onclose?.();
    expect(happened.filter((each) => each !== "opened")).toEqual(["closed"]);
  });

  test.for(Object.entries(phases))("our own close %s is told to nobody", ([, packets]) => {
    const { socket, wire, happened } = opened(undefined, ...packets);
    const before = happened.length;
    socket.close();
    wire.onclose?.();
    wire.receive('42["frame",{}]');
    expect(wire.isClosed).toBe(true);
    expect(happened).toHaveLength(before);
  });

  const before = ["", "0", "0{", "0null", "1", "40", JOINED, "42[]", '43["x"]', '44{"message":"no"}', "?"];
  test.for(before)("%j instead of the opening ends it", (packet) => {
    const { wire, happened } = opened(undefined, packet);
    expect(happened).toEqual(["closed"]);
    expect(wire.isClosed).toBe(true);
  });

  test.for(['44{"message":"Invalid namespace"}', OPEN, "41", "1", "40", "40[", '42["frame",{}]', "x"])(
    "%j instead of being let in ends it",
    (packet) => {
      expect(opened(undefined, OPEN, packet).happened).toEqual(["closed"]);
    },
  );

  const garbage = [
    "41",
    "1",
    OPEN,
    JOINED,
    "42",
    "42{}",
    "42[",
    "42[7]",
    '43["no number"]',
    "430",
    '451-["binary",{"_placeholder":true,"num":0}]',
    "5",
    "",
    "nonsense",
    new ArrayBuffer(4),
    undefined,
  ];
  test.for(garbage)("%j ends it when joined, in the middle of whatever comes", (packet) => {
    const { wire, happened } = opened(undefined, OPEN, JOINED, packet, '42["frame",{}]');
    expect(happened).toEqual(["opened", "closed"]);
    expect(wire.isClosed).toBe(true);
  });

  test("who closes on hearing something hears nothing more, and it is told to nobody", () => {
    const heard: string[] = [];
    const socket = openSocketIo(
      { address: "ws://x", auth: {} },
      {
        opened: () => {},
        event: (name) => {
          heard.push(name);
          socket.close();
        },
        closed: () => heard.push("closed"),
      },
    );
    FakeWebSocket.last.receive(OPEN, JOINED, '42["frame",{}]', '42["more",{}]');
    expect(heard).toEqual(["frame"]);
  });
});
