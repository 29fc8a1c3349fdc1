/** One thing that may be wrong, for whoever has to put it right while it is. */
export interface RunbookEntry {
  /**
   * The codes under which it is heard of (an alarm, a reason of /readyz, the code of an answer), each an anchor of the
   * page; where only a metric tells of it, a name of its own.
   */
  readonly codes: readonly [string, ...string[]];
  /** What is wrong, as one would say it. */
  readonly title: string;
  readonly means: string;
  /** What people see in the meantime. */
  readonly meanwhile: string;
  readonly steps: readonly Step[];
  /** How to know that it is over. */
  readonly over: string;
  /** Of scripts/operate/alerts.yml, those that this is about and that do not name its code themselves. */
  readonly alerts?: readonly string[];
}

export interface Step {
  readonly do: string;
  /** What to type. */
  readonly type?: string;
}

export interface RunbookPart {
  readonly title: string;
  readonly entries: readonly RunbookEntry[];
}

/** Redis, from wherever REDIS_URL is set. */
export const redis = (command: string): string => `redis-cli -u "$REDIS_URL" ${command}`;
