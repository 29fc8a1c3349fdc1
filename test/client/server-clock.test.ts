import { expect, test } from "vitest";
import { createServerClock } from "../../client/shared/link/server-clock.ts";

test("setting the device's clock moves nothing once the server was asked", () => {
  let monotonic = 50;
  let device = 1_000_000;
  const clock = createServerClock(
    () => monotonic,
    () => device,
  );
  expect(clock.now()).toBe(1_000_000);
  clock.add({ sentAt: 50, receivedAt: 150, serverAtMs: 2_000_000 });
  device = 0;
  monotonic = 150;
  expect(clock.now()).toBe(2_000_050);
});

test("after a sleep only new samples count", () => {
  let monotonic = 0;
  const clock = createServerClock(
    () => monotonic,
    () => 0,
  );
  clock.add({ sentAt: 0, receivedAt: 2, serverAtMs: 1_001 });
  clock.forget();
  monotonic = 100;
  clock.add({ sentAt: 0, receivedAt: 100, serverAtMs: 61_050 });
  expect(clock.now()).toBe(61_100);
});
