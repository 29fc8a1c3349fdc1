/** Says what was restored, and what a person has to look at now. */
import { describeSummary, plain } from "../backup/describe.ts";
import type { Held } from "./held.ts";
import type { Restored } from "./restore.ts";

export function describeRestored({ summary, epoch, held, scheduled, language }: Restored): string[] {
  return [
    `Restored, in the new epoch ${epoch}: every reader starts again.`,
    ...describeSummary(summary),
    ...(held.length === 0
      ? ["Nothing on the schedule became due since."]
      : [
          `${held.length} became due since and were NOT sent. They wait at the desk as overdue: send, schedule or discard each.`,
          ...held.map((each) => `  ${lineOf(each, language)}`),
        ]),
    `${scheduled} are on the schedule, and go out at their time.`,
    `Gone: sessions, so everybody signs in again; and whatever was done since ${summary.at}.`,
    "Whoever was revoked since (people, tokens, screens) is let in again: revoke them once more.",
    "Screens whose token was renewed since show a code: pair them again.",
  ];
}

/** `2022-11-09T08:00:00.000Z  k3…  notice  Doors open` */
function lineOf({ record, dueMs }: Held, language: string): string {
  const { id, written } = record;
  const text = written.text[language] ?? Object.values(written.text)[0];
  return [new Date(dueMs).toISOString(), id, written.kind, plain(text?.headline ?? "")].join("  ");
}
