/** What one check of the doctor found. */
export type Level = "ok" | "warning" | "fault";

export interface Finding {
  readonly check: string;
  readonly level: Level;
  /** One line. */
  readonly says: string;
  /** What to type or do about it. */
  readonly todo?: string;
}

/** Makes the findings of one check. */
export const findingsOf = (check: string) => ({
  ok: (says: string): Finding => ({ check, level: "ok", says }),
  warning: (says: string, todo: string): Finding => ({ check, level: "warning", says, todo }),
  fault: (says: string, todo: string): Finding => ({ check, level: "fault", says, todo }),
});

export const some = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many}`;
