import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LinkOptions } from "../../client/shared/link/link.ts";
import { openStreamLink } from "../../client/shared/link/stream-link.ts";
import { EPOCH } from "../support/feed-history.ts";

class FakeEventSource extends EventTarget {
  static readonly made: FakeEventSource[] = [];
  readonly address: string;
  isClosed = false;
  constructor(address: string) {
    super();
    this.address = address;
    FakeEventSource.made.push(this);
  }
  close(): void {
    this.isClosed = true;
  }
  says(name: string, data: string, lastEventId = ""): void {
    this.dispatchEvent(new MessageEvent(name, { data, lastEventId }));
  }
}

let told: [string, unknown][];
beforeEach(() => {
  told = [];
  FakeEventSource.made.length = 0;
  vi.stubGlobal("EventSource", FakeEventSource);
});
afterEach(() => vi.unstubAllGlobals());

const sources = FakeEventSource.made;
const addresses = () => sources.map(({ address }) => address);

function stream(options: Partial<LinkOptions> = {}) {
  const note = (name: string) => (raw?: unknown) => void told.push([name, raw instanceof Event ? "" : raw]);
  return openStreamLink(
    { cursor: undefined, attendance: undefined, ...options },
    {
      opened: note("opened"),
      hello: note("hello"),
      snapshot: note("snapshot"),
      frame: note("frame"),
      refused: note("refused"),
      closed: note("closed"),
    },
  );
}

test("[N5] says where it is and how its reader attends, and tells what comes", () => {
  stream({ cursor: { epoch: EPOCH, offset: 3 }, attendance: "online" });
  expect(addresses()).toEqual([`/api/v1/feed/stream?cursor=${EPOCH}.3&attendance=online`]);
  sources[0]!.dispatchEvent(new Event("open"));
  for (const name of ["hello", "snapshot", "frame", "news"]) sources[0]!.says(name, `{"is":"${name}"}`);
  expect(told.map(([name]) => name)).toEqual(["opened", "hello", "snapshot", "frame"]);
  expect(told[3]![1]).toEqual({ is: "frame" });
});

test("another attendance opens it again, from where it was, and closes the first", () => {
  const link = stream();
  expect(addresses()[0]).toBe("/api/v1/feed/stream?");
  sources[0]!.says("frame", "{}", `${EPOCH}.9`);
  sources[0]!.says("hello", "{}");
  link.sayAttendance("in-person");
  expect(addresses()[1]).toBe(`/api/v1/feed/stream?cursor=${EPOCH}.9&attendance=in-person`);
  expect(sources.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  link.close();
  expect(sources[1]!.isClosed).toBe(true);
});

test("an error ends it, rather than the browser's own coming back", () => {
  stream();
  sources[0]!.dispatchEvent(new Event("error"));
  expect(told).toEqual([["closed", undefined]]);
  expect(sources[0]!.isClosed).toBe(true);
});

test("what cannot be read is told as nothing", () => {
  stream();
  sources[0]!.says("frame", "{");
  expect(told).toEqual([["frame", undefined]]);
});
