import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Connection,
  type ConnectionEvent,
  type ConnectionEventType,
  idleConnection,
  nextConnection,
  type Phase,
} from "../../client/shared/link/connection-state.ts";
import {
  ANSWER_MS,
  POLLING_SILENCE_MS,
  PROBING_MS,
  SILENCE_MS,
  STEADY_MS,
  STREAM_BEGINS_MS,
  WEBSOCKET_AGAIN_MS,
} from "../../client/shared/link/connection-steps.ts";

const retry: ConnectionEvent = { type: "refused", code: "behind", action: "retry" };
const events: Record<ConnectionEventType, ConnectionEvent> = {
  start: { type: "start" },
  stop: { type: "stop" },
  opened: { type: "opened" },
  hello: { type: "hello" },
  snapshot: { type: "snapshot" },
  frameApplied: { type: "frameApplied" },
  gap: { type: "gap" },
  newEpoch: { type: "newEpoch" },
  refused: retry,
  answered: { type: "answered" },
  shared: { type: "shared" },
  closed: { type: "closed" },
  unreachable: { type: "unreachable" },
  heartbeatMissed: { type: "heartbeatMissed" },
  networkLost: { type: "networkLost" },
  networkBack: { type: "networkBack" },
  woke: { type: "woke" },
  timer: { type: "timer" },
};

const half = { now: 1_000_000, random: () => 0.5 };

/** The connection after these events, one second apart. */
function connectionAfter(...happened: (ConnectionEventType | ConnectionEvent)[]): Connection {
  let now = half.now;
  let connection = idleConnection;
  for (const one of happened) {
    const event = typeof one === "string" ? events[one] : one;
    connection = nextConnection(connection, event, { ...half, now }).connection;
    now += 1_000;
  }
  return connection;
}

const reached: Record<Phase, Connection> = {
  idle: idleConnection,
  connecting: connectionAfter("start"),
  catchingUp: connectionAfter("start", "opened"),
  live: connectionAfter("start", "opened", "snapshot"),
  waiting: connectionAfter("start", "opened", "snapshot", "closed"),
  offline: connectionAfter("start", "networkLost"),
  resetting: connectionAfter("start", "opened", "snapshot", "newEpoch"),
  stopped: connectionAfter("start", "stop"),
};

/** Where each event leads from each phase: the whole table, written out a second time. */
const expected: Record<Phase, Partial<Record<ConnectionEventType, Phase>>> = {
  idle: { start: "connecting", stop: "stopped" },
  connecting: {
    stop: "stopped",
    opened: "catchingUp",
    hello: "catchingUp",
    snapshot: "live",
    frameApplied: "live",
    gap: "waiting",
    newEpoch: "resetting",
    refused: "waiting",
    closed: "waiting",
    unreachable: "waiting",
    heartbeatMissed: "waiting",
    networkLost: "offline",
  },
  catchingUp: {
    stop: "stopped",
    snapshot: "live",
    frameApplied: "live",
    gap: "waiting",
    newEpoch: "resetting",
    refused: "waiting",
    closed: "waiting",
    unreachable: "waiting",
    heartbeatMissed: "waiting",
    networkLost: "offline",
  },
  live: {
    stop: "stopped",
    gap: "waiting",
    newEpoch: "resetting",
    refused: "waiting",
    closed: "waiting",
    unreachable: "waiting",
    heartbeatMissed: "waiting",
    networkLost: "offline",
  },
  waiting: { stop: "stopped", timer: "connecting", networkLost: "offline" },
  offline: { stop: "stopped", timer: "connecting", networkBack: "waiting", woke: "waiting" },
  resetting: { stop: "stopped", timer: "connecting", networkLost: "offline" },
  stopped: { start: "connecting" },
};

describe.each(Object.keys(reached) as Phase[])("[N1] from %s", (phase) => {
  test.for(Object.keys(events) as ConnectionEventType[])("%s", (name) => {
    expect(reached[phase].phase).toBe(phase);
    const { connection } = nextConnection(reached[phase], events[name], { ...half, now: half.now + 4_000 });
    expect(connection.phase).toBe(expected[phase][name] ?? phase);
  });
});

const anyEvent: fc.Arbitrary<ConnectionEvent> = fc.oneof(
  fc.constantFrom(...Object.values(events)),
  fc.record({
    type: fc.constant("refused" as const),
    code: fc.constant("any"),
    action: fc.constantFrom("retry" as const, "reset" as const, "stop" as const),
    retryAfterMs: fc.option(fc.nat(60_000), { nil: undefined }),
  }),
);

test("[N2] whatever happens, a reader that is not stopped has a timer pending, and one link at most", () => {
  const story = fc.array(fc.tuple(anyEvent, fc.nat(90_000), fc.double({ min: 0, max: 0.999, noNaN: true })));
  fc.assert(
    fc.property(story, (happenings) => {
      let connection = nextConnection(idleConnection, events.start, half).connection;
      let isLinked = true;
      let now = half.now;
      for (const [event, waitMs, share] of happenings) {
        now += waitMs;
        const step = nextConnection(connection, event, { now, random: () => share });
        connection = step.connection;
        for (const command of step.commands) isLinked = command.do === "open";
        const isAtRest = connection.phase === "stopped";
        const isOpen = ["connecting", "catchingUp", "live"].includes(connection.phase);
        expect(isLinked).toBe(isOpen);
        expect(isOpen ? connection.silentAt : connection.timerAt).toEqual(
          isAtRest ? undefined : expect.any(Number),
        );
        expect(connection.phase).not.toBe("idle");
        if (connection.follows) expect(connection.phase).toBe("live");
      }
    }),
    { numRuns: 500 },
  );
});

describe("[N3] how long to wait", () => {
  test("a server without room: 0 to 20 s first, doubling to 60 s", () => {
    let connection = connectionAfter("start", "opened", retry);
    const spans = [connection.timerAt! - half.now - 2_000];
    for (let attempt = 0; attempt < 3; attempt++) {
      connection = nextConnection(connection, events.timer, half).connection;
      connection = nextConnection(connection, retry, half).connection;
      spans.push(connection.timerAt! - half.now);
    }
    expect(spans.map((span) => span * 2)).toEqual([20_000, 40_000, 60_000, 60_000]);
  });
  test("a handshake refused with a bare 503 looks like one that never opened, and waits as long", () => {
    expect((connectionAfter("start", "closed").timerAt! - half.now - 1_000) * 2).toBe(20_000);
  });
  test("a plain drop: 0 to 2 s first", () => {
    expect((reached.waiting.timerAt! - half.now - 3_000) * 2).toBe(2_000);
  });
  test("a server that is not there is asked again soon, by the same way in", () => {
    const away = connectionAfter("start", "opened", "snapshot", "closed", "timer", "unreachable");
    expect((away.timerAt! - half.now - 5_000) * 2).toBe(4_000);
    expect(away).toMatchObject({ transport: "websocket", failedOpens: 0, refusals: 0 });
  });
  test("drops in a row wait longer, until it was live for a while", () => {
    const again = connectionAfter(
      "start",
      "opened",
      "snapshot",
      "closed",
      "timer",
      "opened",
      "snapshot",
      "closed",
    );
    expect((again.timerAt! - half.now - 7_000) * 2).toBe(4_000);
    const steady = nextConnection(reached.live, events.frameApplied, {
      ...half,
      now: half.now + STEADY_MS + 2_000,
    });
    expect(steady.connection.drops).toBe(0);
  });
});

describe("[N4] what the server said about waiting", () => {
  const told = connectionAfter("start", "opened", { ...retry, retryAfterMs: 30_000 });
  test("is kept when the network comes back or the page wakes", () => {
    expect(told.timerAt).toBeGreaterThanOrEqual(half.now + 30_000);
    for (const event of [events.networkBack, events.woke])
      expect(nextConnection(told, event, half).connection.timerAt).toBe(told.timerAt);
  });
  test("is kept through a loss of the network", () => {
    const lost = nextConnection(told, events.networkLost, half).connection;
    const back = nextConnection(lost, events.networkBack, half).connection;
    expect(back.timerAt).toBeGreaterThanOrEqual(told.timerAt!);
  });
  test("a drop is not the server's word: the network coming back shortens the wait", () => {
    const long = { ...reached.waiting, timerAt: half.now + 50_000 };
    expect(nextConnection(long, events.networkBack, half).connection.timerAt).toBe(half.now + 1_000);
  });
});

describe("[N5] the fallback", () => {
  const toStream = ["start", "closed", "timer"] as const;
  const streaming = connectionAfter(...toStream, "opened", "snapshot");
  const polling = connectionAfter(...toStream, "closed", "timer", "opened", "snapshot");
  const failing = (from: Connection, ...happened: ConnectionEventType[]): Connection =>
    happened.reduce((at, name) => nextConnection(at, events[name], half).connection, from);

  test("server-sent events serve where WebSockets never opened, polling where these do not either", () => {
    expect(streaming).toMatchObject({ phase: "live", transport: "sse" });
    expect(polling).toMatchObject({ phase: "live", transport: "polling" });
    expect(connectionAfter(...toStream, "closed", "timer", "closed").transport).toBe("websocket");
  });
  test("polling is tried soon after a stream that did not open: there the server can say when to come back", () => {
    const failed = failing(streaming, "closed", "timer", "closed");
    expect(failed).toMatchObject({ transport: "polling", obeys: false });
    expect(failed.timerAt! - half.now).toBeLessThanOrEqual(4_000);
  });
  test("serves at once where the handshake is swallowed on the way", () => {
    const swallowed = connectionAfter("start", "heartbeatMissed");
    expect(swallowed.transport).toBe("sse");
    expect(swallowed.timerAt! - half.now - 1_000).toBeLessThan(2_000);
  });
  test("a stream that opens and brings nothing is held back on the way: polling, soon", () => {
    const opened = connectionAfter(...toStream, "opened");
    expect(opened.silentAt! - half.now - 3_000).toBe(STREAM_BEGINS_MS);
    const mute = failing(opened, "heartbeatMissed");
    expect(mute).toMatchObject({ transport: "polling", obeys: false });
    expect(mute.timerAt! - half.now).toBeLessThanOrEqual(2_000);
  });
  test("so is one that brings its beginning and no more; one that was steady is opened again", () => {
    expect(failing(streaming, "heartbeatMissed").transport).toBe("polling");
    const later = { ...half, now: half.now + STEADY_MS + 5_000 };
    const steady = nextConnection(streaming, events.frameApplied, later).connection;
    expect(nextConnection(steady, events.heartbeatMissed, later).connection.transport).toBe("sse");
  });
  test("a steady WebSocket that falls silent stays the way in", () => {
    expect(connectionAfter("start", "opened", "heartbeatMissed").transport).toBe("websocket");
    expect(connectionAfter("start", "opened", "snapshot", "heartbeatMissed").transport).toBe("websocket");
  });
  test("is not taken after one failure where WebSockets have worked", () => {
    const once = connectionAfter("start", "opened", "snapshot", "closed", "timer", "closed");
    expect(once.transport).toBe("websocket");
    expect(failing(once, "timer", "closed").transport).toBe("websocket");
    expect(failing(once, "timer", "closed", "timer", "closed").transport).toBe("sse");
  });
  test("polling is silent for longer: a page that is not seen asks rarely", () => {
    expect(polling.silentAt! - polling.heardAt!).toBe(POLLING_SILENCE_MS);
  });

  test.for([
    ["sse", streaming],
    ["polling", polling],
  ] as const)("from %s WebSocket is tried again after some minutes, with its cursor", ([, at]) => {
    expect(at.timerAt! - at.heardAt!).toBeGreaterThanOrEqual(WEBSOCKET_AGAIN_MS);
    const probe = nextConnection(at, events.timer, half);
    expect(probe.commands).toEqual([
      { do: "close" },
      { do: "open", transport: "websocket", withCursor: true },
    ]);
    expect(probe.connection.silentAt! - half.now).toBe(PROBING_MS);
  });
  test("where WebSocket still fails it goes back at once, by way of server-sent events", () => {
    const failed = failing(streaming, "timer", "closed");
    expect(failed).toMatchObject({ transport: "sse", phase: "waiting", obeys: false });
    expect(failed.timerAt! - half.now).toBeLessThan(2_000);
    const twice = failing(polling, "timer", "heartbeatMissed", "timer", "closed");
    expect(twice).toMatchObject({ transport: "polling", phase: "waiting", obeys: false });
    expect(twice.timerAt! - half.now).toBeLessThanOrEqual(4_000);
    expect(failing(twice, "timer", "opened", "snapshot")).toMatchObject({ phase: "live", probing: false });
  });
  test("a server that is not there while it is tried again says nothing of the way in", () => {
    expect(failing(streaming, "timer", "unreachable")).toMatchObject({
      transport: "websocket",
      probing: true,
    });
  });
  test("what works better is kept", () => {
    expect(failing(polling, "timer", "opened", "snapshot")).toMatchObject({
      transport: "websocket",
      timerAt: undefined,
      probing: false,
    });
  });
});

describe("[N7] following another tab", () => {
  const followed = nextConnection(reached.live, events.shared, half);
  const following = followed.connection;
  test("the feed stays live, its own link is closed, and the other tab must speak at once", () => {
    expect(followed.commands).toEqual([{ do: "close" }, { do: "open", transport: "tab", withCursor: true }]);
    expect(following).toMatchObject({ phase: "live", follows: true, transport: "websocket" });
    expect(following.silentAt).toBe(half.now + ANSWER_MS);
    expect(nextConnection(following, events.shared, half).commands).toEqual([]);
  });
  test.for(["closed", "heartbeatMissed", "gap", "unreachable"] as const)("%s: its own link, soon", (name) => {
    const left = nextConnection(following, events[name], half).connection;
    expect(left).toMatchObject({ phase: "waiting", follows: false });
    expect(left.timerAt! - half.now).toBeLessThanOrEqual(2_000);
    expect(nextConnection(left, events.timer, half).commands).toEqual([
      { do: "open", transport: "websocket", withCursor: true },
    ]);
  });
  test.for(["newEpoch", "networkLost", "stop"] as const)("%s ends it", (name) => {
    expect(nextConnection(following, events[name], half).connection.follows).toBe(false);
  });
  test("the way in of its own is remembered, and nothing is probed while it follows", () => {
    const streaming = connectionAfter("start", "closed", "timer", "opened", "snapshot");
    const tab = nextConnection(streaming, events.shared, half).connection;
    expect(tab.timerAt).toBeUndefined();
    expect(nextConnection(tab, events.frameApplied, half).connection).toMatchObject({
      timerAt: undefined,
      silentAt: half.now + SILENCE_MS,
    });
    expect(nextConnection(tab, events.closed, half).connection.transport).toBe("sse");
  });
});

test("after a reset the next link names no cursor, until there is a new one", () => {
  expect(nextConnection(reached.resetting, events.timer, half).commands).toEqual([
    { do: "open", transport: "websocket", withCursor: false },
  ]);
  expect(connectionAfter("start", "opened", "newEpoch", "timer", "opened", "snapshot").withCursor).toBe(true);
});

describe("[N6] a page that wakes", () => {
  const woken = (from: Connection, laterMs: number) =>
    nextConnection(from, events.woke, { ...half, now: half.now + laterMs }).connection;
  test("after a silence connects again", () => {
    expect(woken(reached.live, 2_000 + SILENCE_MS).phase).toBe("waiting");
  });
  test("is given a moment to hear from a link that seems to be there", () => {
    const asking = woken(reached.live, 3_000);
    expect(asking).toMatchObject({ phase: "live", silentAt: half.now + 3_000 + ANSWER_MS });
    const answered = nextConnection(asking, events.answered, { ...half, now: half.now + 4_000 }).connection;
    expect(answered).toMatchObject({ phase: "live", silentAt: half.now + 4_000 + SILENCE_MS });
    expect(woken(reached.live, 16_000).silentAt).toBe(reached.live.silentAt);
  });
  test("over a stream, which cannot be asked, waits for the heartbeat", () => {
    const streaming = connectionAfter("start", "closed", "timer", "opened", "snapshot");
    expect(woken(streaming, 5_000)).toBe(streaming);
  });
});
