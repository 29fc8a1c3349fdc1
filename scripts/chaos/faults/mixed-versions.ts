import type { Fault } from "../fault.ts";

/** Two builds on one Redis, as while a new one is rolled out. */
export const mixedVersions: Fault = {
  name: "mixed-versions",
  number: "F30",
  what: "an older build beside this one on the same Redis",
  missing: () => "there is no earlier version to run beside this one",
  holdsMs: () => 0,
  strike: async () => async () => {},
};
