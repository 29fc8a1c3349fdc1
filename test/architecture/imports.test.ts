import { describe, expect, test } from "vitest";
import { isThere, packageJson, projectSources, type Source, source } from "../support/source.ts";
import { forbiddenImports, packageOf, rowOf, rows } from "./may-import.ts";

const sources = projectSources();

/** Every file that runs where these run. */
function reached(from: readonly Source[], all: readonly Source[]): Source[] {
  const byPath = new Map(all.map((each) => [each.path, each]));
  const found = new Set(from);
  for (const each of found) {
    for (const { path, isType } of each.imports) {
      const next = path === undefined || isType ? undefined : byPath.get(path);
      if (next !== undefined) found.add(next);
    }
  }
  return [...found];
}

const packagesOf = (files: readonly Source[]): Set<string> =>
  new Set(
    files
      .flatMap(({ imports }) => imports)
      .flatMap(({ path, isType, specifier }) =>
        path === undefined && !isType ? [packageOf(specifier)] : [],
      ),
  );

describe("who may import whom", () => {
  test("the whole project was read", () => {
    expect(sources.length).toBeGreaterThan(150);
    for (const path of ["server/main.ts", "workers/main.ts", "scripts/start.ts", "client/feed/main.tsx"])
      expect(sources.map((each) => each.path)).toContain(path);
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(500);
  });

  test("nobody imports what they may not", () => {
    expect(sources.flatMap(forbiddenImports)).toEqual([]);
  });

  test("every row is about something that is there", () => {
    expect(Object.keys(rows).filter((place) => !isThere(place))).toEqual([]);
  });

  test("a relative import says its file in full, and the file is there", () => {
    const known = new Set(sources.map(({ path }) => path));
    const lost = sources.flatMap(({ path, imports }) =>
      imports
        .filter((each) => each.path !== undefined && /\.(ts|tsx|mjs|js)$/.test(each.path))
        .filter((each) => !known.has(each.path!) && !isThere(each.path!))
        .map((each) => `${path} imports ${each.path}`),
    );
    expect(lost).toEqual([]);
  });

  test("no validator is sent to a page: what a client runs never reaches zod", () => {
    const pages = sources.filter(
      ({ path }) => path.startsWith("client/") && path !== "client/vite.config.ts",
    );
    expect(packagesOf(reached(pages, sources))).not.toContain("zod");
  });

  test("what runs in production is a dependency, not one of development", () => {
    const runs = sources.filter(({ path }) => /^(server|workers)\//.test(path));
    const declared = new Set([...Object.keys(packageJson.dependencies), "node:"]);
    expect([...packagesOf(reached(runs, sources))].filter((name) => !declared.has(name))).toEqual([]);
  });
});

describe("the table is able to refuse", () => {
  test.for([
    ["server/core/decide.ts", 'import { readFile } from "node:fs/promises";'],
    ["server/core/decide.ts", 'import { z } from "zod";'],
    ["server/core/decide.ts", 'import { keys } from "../store/keys.ts";'],
    ["server/core/decide.ts", 'import type { FeedLog } from "../store/feed-log.ts";'],
    ["server/core/decide.ts", 'type F = import("../store/feed-log.ts").FeedLog;'],
    ["server/contract/feed.ts", 'import { decide } from "../core/decide.ts";'],
    ["server/contract/feed.ts", 'import { createHash } from "node:crypto";'],
    ["server/store/redis-feed-log.ts", 'import { Replica } from "../feed/replica.ts";'],
    ["server/programme/frab-xml.ts", 'import { Announcements } from "../desk/announcements.ts";'],
    ["server/feed/replica.ts", 'import { RedisFeedLog } from "../store/redis-feed-log.ts";'],
    ["server/feed/replica.ts", 'import { app } from "../http/app.ts";'],
    ["server/schedule/sweep.ts", 'import { Announcements } from "../desk/announcements.ts";'],
    ["server/http/feed.ts", 'import { RedisFeedLog } from "../store/redis-feed-log.ts";'],
    ["server/http/feed.ts", 'import { attach } from "../sockets/attach.ts";'],
    ["server/http/desk/moves.ts", 'import { Announcements } from "../../desk/announcements.ts";'],
    ["server/sockets/readers.ts", 'import { readQuery } from "../http/query.ts";'],
    ["server/desk/announcements.ts", 'export { app } from "../http/app.ts";'],
    ["server/accounts/accounts.ts", 'import { Announcements } from "../desk/announcements.ts";'],
    ["server/observe/logger.ts", 'import { PROTOCOL_VERSION } from "../contract/version.ts";'],
    ["server/sample/sample-event.ts", 'const late = await import("../store/keys.ts");'],
    ["workers/publish.ts", 'import { attach } from "../server/sockets/attach.ts";'],
    ["workers/publish.ts", 'import type { Deps } from "../server/http/deps.ts";'],
    ["workers/publish.ts", 'import { startNode } from "../server/node.ts";'],
    ["client/feed/feed-page.tsx", 'import { frameSchema } from "../../server/contract/feed.ts";'],
    ["client/feed/feed-page.tsx", 'import { keys } from "../../server/store/keys.ts";'],
    ["client/feed/feed-page.tsx", 'import "../desk/composer.tsx";'],
    ["client/shared/view-model.ts", 'import express from "express";'],
    ["client/shared/view-model.ts", 'export * from "node:path";'],
    ["server/main.ts", 'import { event } from "../test/support/written.ts";'],
    ["server/main.ts", 'import { openRedis } from "../scripts/redis/open.ts";'],
    ["scripts/bench.ts", 'import { event } from "../test/support/written.ts";'],
  ] as const)("%s: %s", ([path, text]) => {
    expect(forbiddenImports(source(path, text))).toHaveLength(1);
  });

  test.for([
    ["server/core/decide.ts", 'import { can } from "../contract/people.ts";'],
    ["server/core/decide.ts", 'import { moved } from "./lifecycle.ts";'],
    ["server/schedule/sweep.ts", 'import type { Announcements } from "../desk/announcements.ts";'],
    ["client/feed/feed-page.tsx", 'import { type Frame } from "../../server/contract/feed.ts";'],
    ["client/feed/feed-page.tsx", 'import { matches } from "../../server/core/visible.ts";'],
    ["server/store/keys.ts", 'const text = `import "../http/app.ts"`; // import "../http/app.ts";'],
    ["test/core/x.test.ts", 'import { seeded } from "../../scripts/chaos/seeded.ts";'],
  ] as const)("but takes %s: %s", ([path, text]) => {
    expect(forbiddenImports(source(path, text))).toEqual([]);
  });

  test("a new folder needs a row", () => {
    expect(forbiddenImports(source("server/robots/pairing.ts", "export {};"))[0]).toContain("in no row");
    expect(rowOf("server/core-of-another-kind/x.ts")).toBeUndefined();
  });
});
