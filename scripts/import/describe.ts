/** A difference between two programmes as people read it: one line a session. */
import type { DeskEvent } from "../../server/contract/event.ts";
import type { ImportFinding, ProgrammeDiff, Session } from "../../server/contract/programme.ts";
import { bestIn } from "../../server/core/programme-words.ts";

export function describeDiff(diff: ProgrammeDiff, event: DeskEvent): string[] {
  const [language] = event.languages as [string];
  const time = new Intl.DateTimeFormat("en-GB", {
    timeZone: event.timeZone,
    day: "2-digit",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const title = (session: Session) => bestIn(session.title, language, language);
  const place = ({ startsAt, hall }: Session) => {
    const name = event.halls.find((each) => each.id === hall)?.name;
    const where = name === undefined ? hall : bestIn(name, language, language);
    return [time.format(Date.parse(startsAt)), ...(where === undefined ? [] : [where])].join(", ");
  };
  return [
    ...diff.added.map((session) => `+ ${title(session)} (${place(session)})`),
    ...diff.removed.map((session) => `- ${title(session)} (${place(session)})`),
    ...diff.moved.map((session) => `~ ${title(session)} (${place(session.before)} → ${place(session)})`),
    ...diff.changed.map((session) => `* ${title(session)} (${fieldsChanged(session).join(", ")})`),
  ];
}

function fieldsChanged({ before, ...session }: Session & { before: Session }): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(session)])] as (keyof Session)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(session[name]));
}

export function describeFindings(heading: string, findings: readonly ImportFinding[]): string[] {
  if (findings.length === 0) return [];
  return [
    `${heading}:`,
    ...findings.map(({ path, message }) => (path === "" ? `  ${message}` : `  ${path}: ${message}`)),
  ];
}
