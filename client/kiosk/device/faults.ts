/**
 * What is wrong on this device, each from when it began. Told to
 * the desk; only what passers-by need is shown here.
 */
import { signal } from "@preact/signals";
import type { KioskFault } from "../../../server/contract/kiosk-socket.ts";

/** The desk has words for each. */
export type FaultCode =
  | "font_missing"
  | "storage_unavailable"
  | "no_wake_lock"
  | "no_websocket"
  | "clock_untrusted"
  | "build_failed"
  | "stalled"
  | "not_full_screen"
  | "memory_high";

export function createFaults(now: () => number) {
  const all = signal<readonly KioskFault[]>([]);
  const others = (code: FaultCode) => all.peek().filter((fault) => fault.code !== code);
  return {
    all,
    /** It holds, maybe since before. */
    raise(code: FaultCode, detail?: string): void {
      const held = all.peek().find((fault) => fault.code === code);
      if (held !== undefined && held.detail === detail) return;
      const since = held?.since ?? new Date(now()).toISOString();
      all.value = [...others(code), { code, since, ...(detail === undefined ? {} : { detail }) }];
    },
    clear(code: FaultCode): void {
      if (all.peek().some((fault) => fault.code === code)) all.value = others(code);
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;
