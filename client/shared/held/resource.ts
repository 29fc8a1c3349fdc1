/** Something the server tells by HTTP, kept on the device and asked for again when it changes. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { DROP_BACKOFF, fullJitterMs } from "../../../server/core/backoff.ts";
import { deviceStorage } from "./device-storage.ts";

export interface Resource<T> {
  readonly value: ReadonlySignal<T | undefined>;
  /** Within `spreadMs`, so that a hall of readers does not ask at once. */
  refresh(spreadMs?: number): void;
}

/** Where a page was served with it, that is what it begins with, and not what the device kept. */
export function createResource<T extends object>(
  address: string,
  keepAs: string,
  served?: T,
  storage: typeof deviceStorage = deviceStorage,
): Resource<T> {
  const value = signal(served ?? readKept<T>(storage.read(keepAs)));
  let timer: number | undefined;
  let failures = 0;

  async function load(): Promise<void> {
    timer = undefined;
    try {
      const answer = await fetch(address, { cache: "no-cache" });
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      value.value = JSON.parse(text);
      storage.write(keepAs, text);
      failures = 0;
    } catch {
      // What is held goes on being shown.
      timer ??= window.setTimeout(load, 1_000 + fullJitterMs(DROP_BACKOFF, failures++, Math.random));
    }
  }

  return {
    value,
    refresh: (spreadMs = 0) => {
      clearTimeout(timer);
      timer = window.setTimeout(load, Math.random() * spreadMs);
    },
  };
}

function readKept<T>(text: string | null): T | undefined {
  try {
    return JSON.parse(text ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
