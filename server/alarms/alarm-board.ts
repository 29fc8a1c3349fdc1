/** The alarms that hold at this node, each from when it began: told to the desk, and logged once at each end. */
import type { AlarmCode, DeskAlarm } from "../contract/socket.ts";
import { instant } from "../core/record.ts";

const MEANING: Readonly<Record<AlarmCode, string>> = {
  no_worker: "no worker is at work: what is due waits for the servers' sweep",
  clocks_disagree: "this server's clock is off: it stands down from publishing",
  redis_unavailable: "Redis cannot be reached: nothing can be changed or sent",
  storage_full: "the store is full: nothing can be changed or sent",
  overdue_item: "announcements missed their time and wait for a person",
  kiosk_gone: "screens have not been heard of for two minutes",
  kiosk_cloned: "two screens came with one identity, and were stopped",
  storage_nearly_full: "Redis has used nine tenths of its maxmemory: give it more before nothing can be sent",
  would_evict: "Redis would throw data away when full: set maxmemory-policy noeviction",
  not_durable: "a crash of Redis could lose what is acknowledged",
  no_replica: "no replica of Redis is connected: nothing is acknowledged until one is",
  redis_loading: "Redis is reading its data: nothing can be changed or sent until it has",
};
/** What waits for a person is no fault of this process. */
const WARNINGS: ReadonlySet<AlarmCode> = new Set([
  "overdue_item",
  "kiosk_gone",
  "kiosk_cloned",
  "storage_nearly_full",
]);

export interface AlarmBoardParts {
  readonly nowMs: () => number;
  /** All that hold now, the oldest first; `begun` is the one that began with this change. */
  readonly onChange: (all: readonly DeskAlarm[], begun?: DeskAlarm) => void;
  readonly log: Record<"info" | "warn" | "error", (fields: object, message: string) => void>;
}

export class AlarmBoard {
  readonly #parts: AlarmBoardParts;
  readonly #held = new Map<AlarmCode, DeskAlarm>();

  constructor(parts: AlarmBoardParts) {
    this.#parts = parts;
  }

  holds(code: AlarmCode): boolean {
    return this.#held.has(code);
  }

  get all(): readonly DeskAlarm[] {
    return [...this.#held.values()];
  }

  /** It holds, maybe since before: with how many, where that means anything; the rest is for the log. */
  raise(code: AlarmCode, more: { count?: number; sinceMs?: number; log?: object } = {}): void {
    const { onChange, nowMs, log } = this.#parts;
    const held = this.#held.get(code);
    if (held !== undefined && held.count === more.count) return;
    const alarm: DeskAlarm = {
      code,
      since: held?.since ?? instant(more.sinceMs ?? nowMs()),
      ...(more.count === undefined ? {} : { count: more.count }),
    };
    this.#held.set(code, alarm);
    if (held !== undefined) {
      onChange(this.all);
      return;
    }
    const { code: name, ...fields } = alarm;
    log[WARNINGS.has(code) ? "warn" : "error"]({ alarm: name, ...fields, ...more.log }, MEANING[code]);
    onChange(this.all, alarm);
  }

  clear(code: AlarmCode): void {
    const held = this.#held.get(code);
    if (held === undefined) return;
    this.#held.delete(code);
    this.#parts.log.info({ alarm: code, since: held.since }, "an alarm is over");
    this.#parts.onChange(this.all);
  }
}
