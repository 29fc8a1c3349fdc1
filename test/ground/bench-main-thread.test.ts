import { expect, test } from "vitest";
import { mainThreadIn, type TraceEvent } from "../../scripts/bench/page/main-thread.ts";

const event = (more: Partial<TraceEvent>): TraceEvent => ({
  name: "RunTask",
  ph: "X",
  pid: 1,
  tid: 1,
  ts: 0,
  ...more,
});
const mark = event({ name: "fanfare-bench", ph: "I", ts: 500 });

test("tasks count by their own processor time, once, and only those of the page's thread", () => {
  const thread = mainThreadIn([
    mark,
    event({ ts: 1_000, dur: 9_000, tdur: 4_000 }),
    event({ ts: 2_000, dur: 3_000, tdur: 3_000 }), // within the one before
    event({ ts: 20_000, dur: 6_000 }),
    event({ ts: 20_000, dur: 50_000, tid: 2 }),
    event({ ts: 20_000, dur: 50_000, pid: 2 }),
    event({ ts: 1_001_000, dur: 7_000 }),
  ]);
  expect(thread.beganUs).toBe(500);
  expect(thread.busyMs(1_000, 1_000)).toBe(10);
  expect(thread.longestMs(1_000, 1_000)).toBe(6);
  expect(thread.busyMs(1_001_000, 1_000)).toBe(7);
  expect(thread.longestMs(2_000_000, 1_000)).toBe(0);
});

test("a heartbeat is no message, and a trace without the page's mark is none of it", () => {
  const received = (dataLength: number, ts: number) =>
    event({ name: "WebSocketReceive", ph: "I", ts, args: { data: { dataLength } } });
  expect(mainThreadIn([mark, received(60, 1), received(900, 2)]).messagesUs).toEqual([2]);
  expect(() => mainThreadIn([event({})])).toThrow("knows nothing");
});
