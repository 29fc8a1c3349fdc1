/** The sessions that a page was served with; how they are kept up to date is fetched when they first have to be. */
import { effect, signal } from "@preact/signals";
import type { NearOptions, NearProgramme } from "./near-programme.ts";

/** So much of what is known must be left. */
const LEAST_MS = 3_600_000;

export function createProgrammeLater(options: NearOptions): NearProgramme {
  const { served } = options;
  const value = signal(served.programme);
  let near: NearProgramme | undefined;
  let isLoading = false;
  let wanted: number | undefined;

  async function load(): Promise<void> {
    if (isLoading) return;
    isLoading = true;
    try {
      near = (await import("./near-programme.ts")).createNearProgramme(options);
      const { value: kept } = near;
      effect(() => {
        value.value = kept.value;
      });
      if (wanted !== undefined) near.refresh(wanted);
    } catch {
      isLoading = false; // The next look tries again.
    }
  }

  return {
    value,
    look(now) {
      if (near !== undefined) near.look(now);
      else if (wanted !== undefined || served.untilMs - now < LEAST_MS) void load();
    },
    refresh(revision) {
      wanted = revision;
      if (near === undefined) void load();
      else near.refresh(revision);
    },
  };
}
