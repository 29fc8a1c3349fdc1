import { expect, test } from "vitest";
import { Services } from "../../server/push/services.ts";

/** Work that ends when it is told to, and what has begun. */
function jobs(services: Services) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const start = (service: string, name: string) =>
    services.use(service, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const end = async (name: string) => {
    ends.get(name)!();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, start, end };
}

test("[U8] a slow service holds up only those who wait for it", async () => {
  const { begun, start, end } = jobs(new Services({ perService: 2, inAll: 3 }));
  const all = ["a1", "a2", "a3", "b1", "b2", "a4"].map((name) => start(name[0]!, name));
  expect(begun).toEqual(["a1", "a2", "b1"]);
  await end("b1");
  expect(begun).toEqual(["a1", "a2", "b1", "b2"]);
  await end("b2");
  expect(begun).toEqual(["a1", "a2", "b1", "b2"]);
  await end("a1");
  await end("a2");
  expect(begun).toEqual(["a1", "a2", "b1", "b2", "a3", "a4"]);
  await end("a3");
  await end("a4");
  await Promise.all(all);
});

test("[U8] after five failures in a row a service is left alone, longer each time, and as long as it asked", () => {
  let nowMs = 0;
  const services = new Services({ nowMs: () => nowMs, random: () => 0.5 });
  for (let count = 0; count < 4; count += 1) services.failed("a");
  services.served("a");
  for (let count = 0; count < 4; count += 1) services.failed("a");
  expect(services.restMs("a")).toBe(0);
  services.failed("a");
  const first = services.restMs("a");
  expect(first).toBeGreaterThan(1_000);
  expect(services.restMs("b")).toBe(0);
  services.failed("a");
  expect(services.restMs("a")).toBeGreaterThan(first);
  services.failed("a", 400_000);
  expect(services.restMs("a")).toBe(400_000);
  nowMs = 400_000;
  expect(services.restMs("a")).toBe(0);
});
