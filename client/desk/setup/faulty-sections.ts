/** In which part of the page a fault of the server stands. Pure. */
import type { FieldProblem } from "../state/desk-api.ts";
import type { Section } from "./event-diff.ts";

const sections: Readonly<Record<string, Section>> = {
  name: "names",
  theme: "names",
  startsAt: "dates",
  endsAt: "dates",
  timeZone: "dates",
  languages: "languages",
  zones: "zones",
  halls: "halls",
  tracks: "tracks",
  openingHours: "hours",
  policies: "policies",
  rehearsal: "rehearsal",
  rehearsalNotice: "rehearsal",
};

export function faultySections(errors: readonly FieldProblem[]): ReadonlyMap<Section, number> {
  const counts = new Map<Section, number>();
  for (const { path } of errors) {
    const section = sections[path.split(".")[0]!];
    if (section !== undefined) counts.set(section, (counts.get(section) ?? 0) + 1);
  }
  return counts;
}

/** Which rows of a list are faulty, by their places in it. */
export const faultyRows = (errors: readonly FieldProblem[], list: string): ReadonlySet<number> =>
  new Set(
    errors.flatMap(({ path }) => {
      const [name, at] = path.split(".");
      return name === list && /^\d+$/.test(at ?? "") ? [Number(at)] : [];
    }),
  );
