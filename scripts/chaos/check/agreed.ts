import type { Client, Facts } from "./facts.ts";
import type { Check } from "./verdict.ts";

/** C9: everybody saw things in the order of the log, and in the end everybody shows the same. */
export const agreed: Check = (facts) => [...disorders(facts), ...views(facts)];

function disorders({ clients, log }: Facts): string[] {
  const placeOf = new Map(
    log.map(({ epoch, what, id, revision, offset }) => [key({ epoch, what, id, revision }), offset]),
  );
  return clients.flatMap(({ proc, steps }) => {
    let [last, epoch] = [0, ""];
    for (const step of steps) {
      if (step.f !== "apply" || step.epoch === undefined) continue;
      if (step.epoch !== epoch) [last, epoch] = [0, step.epoch];
      const isPublication = step.what === "announcementPublished" || step.what === "announcementCorrected";
      const place = isPublication ? placeOf.get(key(step)) : undefined;
      if (place === undefined) continue;
      if (place <= last)
        return [`${proc} saw ${step.id} r${step.revision} in another order than the log has`];
      last = place;
    }
    return [];
  });
}

const key = ({
  epoch,
  what,
  id,
  revision,
}: {
  epoch?: string;
  what?: string;
  id?: string | undefined;
  revision?: number | undefined;
}) => `${epoch} ${what} ${id} ${revision}`;

function views({ clients }: Facts): string[] {
  const ended = clients.filter(({ final }) => final?.bodyHash !== undefined);
  const byView = Map.groupBy(ended, ({ final }) => `${final!.epoch}.${final!.offset} ${final!.bodyHash}`);
  const byPlace = Map.groupBy(
    [...byView.values()],
    ([first]) => `${first!.final!.epoch}.${first!.final!.offset}`,
  );
  return [...byPlace].flatMap(([place, all]) =>
    all.length === 1 ? [] : [`at ${place} there are ${all.length} views: ${all.map(namesOf).join(" / ")}`],
  );
}

const namesOf = (clients: readonly Client[]): string => clients.map(({ proc }) => proc).join(", ");
