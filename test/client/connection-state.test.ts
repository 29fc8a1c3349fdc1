import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Connection,
  type ConnectionEvent,
  type ConnectionEventType,
  idleConnection,
  nextConnection,
  type Phase,
} from "../../client/shared/connection-state.ts";
import { SILENCE_MS, STEADY_MS, WEBSOCKET_AGAIN_MS } from "../../client/shared/connection-steps.ts";

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
  const fallenBack = connectionAfter("start", "closed", "timer", "opened", "snapshot");
  test("serves where WebSockets never opened", () => {
    expect(fallenBack).toMatchObject({ phase: "live", transport: "sse" });
  });
  test("serves at once where the handshake is swallowed on the way", () => {
    const swallowed = connectionAfter("start", "heartbeatMissed");
    expect(swallowed.transport).toBe("sse");
    expect(swallowed.timerAt! - half.now - 1_000).toBeLessThan(2_000);
  });
  test("is not taken after one failure where WebSockets have worked", () => {
    const once = connectionAfter("start", "opened", "snapshot", "closed", "timer", "closed");
    expect(once.transport).toBe("websocket");
    const thrice = connectionAfter(
      "start",
      "opened",
      "snapshot",
      "closed",
      "timer",
      "closed",
      "timer",
      "closed",
      "timer",
      "closed",
    );
    expect(thrice.transport).toBe("sse");
  });
  test("fails back to WebSocket", () => {
    expect(connectionAfter("start", "closed", "timer", "closed").transport).toBe("websocket");
  });
  test("tries WebSocket again after some minutes, and returns at once where it still fails", () => {
    expect(fallenBack.timerAt! - half.now).toBeGreaterThanOrEqual(WEBSOCKET_AGAIN_MS);
    const probe = nextConnection(fallenBack, events.timer, half);
    expect(probe.commands).toEqual([
      { do: "close" },
      { do: "open", transport: "websocket", withCursor: true },
    ]);
    const failed = nextConnection(probe.connection, events.closed, half).connection;
    expect(failed).toMatchObject({ transport: "sse", phase: "waiting" });
    expect(failed.timerAt! - half.now).toBeLessThan(2_000);
  });
});

test("after a reset the next link names no cursor, until there is a new one", () => {
  expect(nextConnection(reached.resetting, events.timer, half).commands).toEqual([
    { do: "open", transport: "websocket", withCursor: false },
  ]);
  expect(connectionAfter("start", "opened", "newEpoch", "timer", "opened", "snapshot").withCursor).toBe(true);
});

test("a page that wakes after a silence connects again; one that was heard stays", () => {
  const slept = nextConnection(reached.live, events.woke, { ...half, now: half.now + 2_000 + SILENCE_MS });
  expect(slept.connection.phase).toBe("waiting");
  expect(nextConnection(reached.live, events.woke, { ...half, now: half.now + 3_000 }).connection).toBe(
    reached.live,
  );
});
