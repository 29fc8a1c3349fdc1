import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusals } from "../../server/contract/refusals.ts";
import { alarmCodeSchema } from "../../server/contract/socket.ts";
import { runbookCodes, runbookEntries } from "../../server/http/runbook/entries.ts";
import { nodeMetrics } from "../../server/observe/metrics/node-metrics.ts";
import { workerMetrics } from "../../server/observe/metrics/worker-metrics.ts";
import { metricsOf } from "../../server/supervise/metrics.ts";
import { nodeReasons } from "../../server/vitals.ts";
import { familiesOf } from "../support/prometheus.ts";
import { packageJson } from "../support/source.ts";
import { type HttpNode, httpNode } from "./support.ts";

const missing = (codes: readonly string[]) => codes.filter((code) => !runbookCodes.has(code));

describe("[OR1] nothing that may be wrong is without an entry", () => {
  test("every alarm of the desk", () => {
    expect(missing(alarmCodeSchema.options)).toEqual([]);
  });

  test("every reason of /readyz that is no alarm", () => {
    expect(missing(nodeReasons)).toEqual([]);
  });

  test("every code of an answer 5xx", () => {
    const codes = Object.entries(refusals).flatMap(([code, { status }]) => (status >= 500 ? [code] : []));
    expect(codes.length).toBeGreaterThan(5);
    expect(missing(codes)).toEqual([]);
  });

  test("no code has two, and each says what to do", () => {
    const codes = runbookEntries.flatMap((entry) => entry.codes);
    expect(codes.length).toBe(runbookCodes.size);
    for (const { codes, steps } of runbookEntries) expect(steps.length, codes[0]).toBeGreaterThan(0);
  });
});

test("what is to be typed is there to be typed", () => {
  const typed = runbookEntries.flatMap(({ steps }) => steps.map(({ type = "" }) => type)).join("\n");
  const scripts = new Set([...typed.matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name!));
  expect(scripts.size).toBeGreaterThan(5);
  const kept = new Set(["backup", "restore", "doctor"]);
  const isThere = (name: string) => name in packageJson.scripts || kept.has(name);
  expect([...scripts].filter((name) => !isThere(name))).toEqual([]);
});

interface Alert {
  readonly name: string;
  readonly expression: string;
  readonly anchor: string;
}

/** As text: it is ours, and written in one way. */
const alerts: readonly Alert[] = readFileSync(
  join(import.meta.dirname, "../../scripts/operate/alerts.yml"),
  "utf8",
)
  .split("- alert: ")
  .slice(1)
  .map((text) => ({
    name: /^\w+/.exec(text)![0],
    expression: /^ +expr: (.+)$/m.exec(text)![1]!,
    anchor: /runbook_url: ".*\/docs\/runbook#(.+)"$/m.exec(text)![1]!,
  }));

describe("[OR2] the alerts for Prometheus", () => {
  test("ask for metrics that there are", async () => {
    const build = { version: "0", node: "v0" };
    const supervisor = { running: [], serving: 0, died: 0 } as unknown as Parameters<typeof metricsOf>[0];
    const texts = [
      nodeMetrics(build).meter.text(),
      workerMetrics(build).meter.text(),
      metricsOf(supervisor, 1)(),
    ];
    const families = new Set((await Promise.all(texts)).flatMap(familiesOf));
    expect(alerts.length).toBeGreaterThan(15);
    for (const { name, expression } of alerts) {
      const asked = [...expression.matchAll(/\b(?:fanfare|nodejs|process)_\w+|\bup\b/g)].map(
        ([each]) => each,
      );
      expect(asked, name).not.toEqual([]);
      const unknown = asked.filter((each) => each !== "up" && !families.has(each.replace(/_bucket$/, "")));
      expect([name, unknown]).toEqual([name, []]);
    }
  });

  test("lead to an entry that names them, or to that of the code which they carry", () => {
    for (const { name, anchor } of alerts) {
      if (anchor.startsWith("{{ $labels.")) continue;
      const entry = runbookEntries.find(({ codes }) => codes.includes(anchor));
      expect([name, entry?.alerts ?? []]).toEqual([name, expect.arrayContaining([name])]);
    }
    const named = runbookEntries.flatMap(({ alerts: of = [] }) => of);
    expect(named.filter((name) => !alerts.some((alert) => alert.name === name))).toEqual([]);
  });
});

describe("[OR3] the page", () => {
  let node: HttpNode;
  beforeAll(async () => {
    node = await httpNode({ deps: { view: { loaded: false } as HttpNode["deps"]["view"] } });
  });
  afterAll(() => node.stop());

  test("is served before anything is loaded, has an anchor for each code, and no script", async () => {
    const { status, headers, text } = await node.ask("/docs/runbook");
    expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    for (const code of runbookCodes) expect(text.split(`id="${code}"`)).toHaveLength(2);
    for (const [, anchor] of text.matchAll(/href="#([^"]+)"/g)) expect(text).toContain(`id="${anchor}"`);
    expect(text).not.toMatch(/<script|style=|<style/);
    const css = await node.ask("/docs/runbook.css");
    expect([css.status, css.headers.get("content-type")]).toEqual([200, "text/css; charset=utf-8"]);
  });

  test("is led to from the description of the API, and from each code there that it has", async () => {
    const { text } = await node.ask("/docs");
    expect(text).toContain('href="/docs/runbook"');
    expect(text).toContain('href="/docs/runbook#redis_unavailable"');
    expect(text).not.toContain('href="/docs/runbook#not_found"');
  });
});
