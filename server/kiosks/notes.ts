/** What the audit is told of screens: ids, states and field names, never what a screen is called. */
import type { Actor } from "../contract/people.ts";
import type { AuditNote } from "../core/change.ts";

/** What is done to screens, as the audit and whoever follows it know it. */
export const kioskActions = [
  "pair-kiosk",
  "replace-kiosk",
  "change-kiosk",
  "remove-kiosk",
  "stop-kiosk",
  "give-kiosk-token",
  "renew-kiosk-token",
  "use-kiosk-token",
  "command-kiosks",
  "set-blackout",
  "end-blackout",
] as const;
export type KioskAction = (typeof kioskActions)[number];

const known: ReadonlySet<string> = new Set(kioskActions);

/** Whether something about screens has changed, so that they are to be looked up again. */
export const isAboutKiosks = ({ action }: AuditNote): boolean => known.has(action);

/** A screen that does something by itself: takes its token, comes with a newer one. */
export const aScreen = { id: "kiosk", name: "kiosk" } as const;

export const noteOf = (
  action: KioskAction,
  { id, name }: Pick<Actor, "id" | "name">,
  about: string,
  more: Partial<AuditNote> = {},
): AuditNote => ({ action, by: id, byName: name, about, ...more });
