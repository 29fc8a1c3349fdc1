import { expect, test } from "vitest";
import { Meter, type MetricJson } from "../../server/observe/metrics/meter.ts";
import { Together } from "../../server/observe/metrics/together.ts";
import { valueIn } from "../support/prometheus.ts";

const quiet = () => new Meter({ process: false });

test("[OM1] [OM2] a gauge says what is so at the scrape, and nothing where that cannot be had", async () => {
  const meter = quiet();
  let offset: number | undefined;
  let codes: [Record<string, string>, number][] = [[{ code: "a" }, 1]];
  meter.gauge({ name: "fanfare_offset", help: "x", together: "max" }, () => offset);
  meter.gauges({ name: "fanfare_coded", help: "x", labels: ["code"], together: "max" }, () => codes);
  expect(valueIn(await meter.text(), "fanfare_offset")).toBeUndefined();
  offset = 7;
  codes = [[{ code: "b" }, 2]];
  const text = await meter.text();
  expect(valueIn(text, "fanfare_offset")).toBe(7);
  expect(valueIn(text, "fanfare_coded", { code: "b" })).toBe(2);
  expect(valueIn(text, "fanfare_coded", { code: "a" })).toBeUndefined();
  offset = undefined;
  expect(valueIn(await meter.text(), "fanfare_offset")).toBeUndefined();
});

test("scrapes at once look once, and each sees the whole", async () => {
  const meter = quiet();
  const gate = Promise.withResolvers<void>();
  let looks = 0;
  meter.before(() => gate.promise);
  meter.gauge({ name: "fanfare_looks", help: "x", together: "max" }, () => {
    looks += 1;
    return looks;
  });
  const both = Promise.all([meter.text(), meter.text()]);
  gate.resolve();
  for (const text of await both) expect(valueIn(text, "fanfare_looks")).toBe(1);
});

/** One process as its supervisor hears it. */
function process(readers: number, head: number, refused: number, clock = 0) {
  const meter = quiet();
  meter.gauge({ name: "fanfare_readers", help: "x", together: "sum" }, () => readers);
  meter.gauge({ name: "fanfare_head_offset", help: "x", together: "max" }, () => head);
  meter.gauge({ name: "fanfare_replica_offset", help: "x", together: "min" }, () => head - clock);
  const refusals = meter.counter({ name: "fanfare_refusals_total", help: "x", labels: ["code"] });
  refusals.inc({ code: "invalid" }, refused);
  const fanOut = meter.histogram({ name: "fanfare_fan_out_seconds", help: "x", buckets: [1] });
  fanOut.observe(0.5);
  return meter.json();
}

const read = (text: string) => ({
  readers: valueIn(text, "fanfare_readers"),
  head: valueIn(text, "fanfare_head_offset"),
  replica: valueIn(text, "fanfare_replica_offset"),
  refusals: valueIn(text, "fanfare_refusals_total", { code: "invalid" }),
  broadcasts: valueIn(text, "fanfare_fan_out_seconds_count"),
});

test("[OM8] readers of all processes are added up, and what all see of one log is not", async () => {
  const [one, two] = await Promise.all([process(10, 7, 2), process(5, 8, 1, 3)]);
  const text = await new Together().text(
    [
      { key: {}, metrics: one },
      { key: {}, metrics: two },
    ],
    [],
  );
  expect(read(text)).toEqual({ readers: 15, head: 8, replica: 5, refusals: 3, broadcasts: 2 });
});

test("[OM8] what is counted never goes back: neither by a death, nor by one that does not answer", async () => {
  const together = new Together();
  const [a, b, c] = [{}, {}, {}];
  const metrics: MetricJson[][] = await Promise.all([process(10, 7, 2), process(5, 8, 1), process(1, 9, 4)]);
  await together.text(
    [
      { key: a, metrics: metrics[0] },
      { key: b, metrics: metrics[1] },
    ],
    [],
  );
  // One has died, the other holds its loop: its readers are not known, what it counted is.
  expect(read(await together.text([{ key: b, metrics: undefined }], []))).toEqual({
    readers: undefined,
    head: undefined,
    replica: undefined,
    refusals: 3,
    broadcasts: 2,
  });
  const text = await together.text(
    [
      { key: b, metrics: metrics[1] },
      { key: c, metrics: metrics[2] },
    ],
    [],
  );
  expect(read(text)).toMatchObject({ readers: 6, head: 9, refusals: 7, broadcasts: 3 });
  expect(read(await together.text([], []))).toMatchObject({ readers: undefined, refusals: 7, broadcasts: 3 });
});
