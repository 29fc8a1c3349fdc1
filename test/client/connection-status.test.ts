import { expect, test } from "vitest";
import { idleConnection } from "../../client/shared/link/connection-state.ts";
import { statusOf } from "../../client/shared/link/connection-status.ts";

const lost = { ...idleConnection, phase: "waiting" as const, heardAt: 90_000, lostAt: 100_000 };

test("a short loss is a catch-up to a reader, a longer one is said", () => {
  expect(statusOf(lost, 104_000)).toBe("catchingUp");
  expect(statusOf(lost, 105_000)).toBe("offline");
  expect(statusOf({ ...lost, phase: "connecting" }, 200_000)).toBe("offline");
});

test("a page that never was live connects, and says so when it takes long", () => {
  const first = { ...lost, phase: "connecting" as const, heardAt: undefined };
  expect(statusOf(first, 101_000)).toBe("connecting");
  expect(statusOf(first, 106_000)).toBe("offline");
});

test("no network is offline at once; live, catching up and stopped are what they are", () => {
  expect(statusOf({ ...lost, phase: "offline" }, 100_001)).toBe("offline");
  for (const phase of ["live", "catchingUp", "stopped"] as const)
    expect(statusOf({ ...lost, phase }, 900_000)).toBe(phase);
});
