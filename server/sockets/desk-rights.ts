/** What it takes to hear each event of the desk's namespace, and to say it. */
import type { Right } from "../contract/people.ts";

/** From the server. */
export const heardRights = {
  hello: "readDesk",
  changed: "readDesk",
  presence: "readDesk",
  stats: "readDesk",
  alarms: "readDesk",
  alarm: "readDesk",
  kiosks: "readDesk",
  shown: "readDesk",
} as const satisfies Record<string, Right>;
export type HeardEvent = keyof typeof heardRights;

/** From the desk. Whoever may read it may say what they have open: ids alone are shown of it. */
export const saidRights = { editing: "readDesk" } as const satisfies Record<string, Right>;

export const isSaid = (event: unknown): event is keyof typeof saidRights =>
  typeof event === "string" && Object.hasOwn(saidRights, event);
