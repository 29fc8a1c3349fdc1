import { defineConfig } from "vitest/config";
import { memoryFolder } from "./test/support/memory-folder.ts";

// The projects are the stages of scripts/test.ts, cheapest first. Tests that need Redis start a private one
// each (scripts/redis/private.ts), so they share nothing and only the machine's cores limit them.
const inMemory = memoryFolder();
const folders = (...names: string[]) => names.map((name) => `test/${name}/**/*.test.ts`);

export default defineConfig({
  test: {
    environment: "node",
    pool: "forks",
    // Most of them wait, for processes, clocks and pages: three at a time fill two cores.
    maxWorkers: 3,
    env: inMemory === undefined ? {} : { FANFARE_TEMPORARY_DATA: inMemory },
    projects: [
      {
        extends: true,
        // Each reads the whole project, which takes its time on a busy machine.
        test: { name: "architecture", include: folders("architecture"), testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: "core",
          include: folders("contract", "core", "programme", "client", "simulation"),
          testTimeout: 30_000, // properties run as often on a busy machine as on an idle one
        },
      },
      {
        extends: true,
        test: {
          name: "redis",
          include: folders(
            "store",
            "feed",
            "schedule",
            "http",
            "sockets",
            "workers",
            "accounts",
            "push",
            "kiosks",
            "doors",
            "ground",
            "observe",
            "chaos",
            "hostile",
          ),
          exclude: folders("chaos/long"),
          testTimeout: 20_000,
          hookTimeout: 60_000, // the first of them may fetch Redis
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["test/journeys/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "chaos",
          include: folders("chaos/long"),
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "journeys",
          include: folders("journeys/long"),
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
