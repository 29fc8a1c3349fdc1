/** How many would get it now, as far as the desk is told. Pure. */
import type { DeskStats } from "../../../server/contract/socket.ts";
import type { ComposerForm } from "../composer/composer-form.ts";

export interface ReachNow {
  /** Undefined where it is not shown in the feed. */
  readonly people?: number | undefined;
  /** Of them, who did not say where they are. */
  readonly undeclared: number;
  /** Undefined where it is not shown on screens. */
  readonly screens?: number | undefined;
  /** Devices that asked for push; of them it goes to those whose wishes it meets. */
  readonly push: number;
}

/**
 * Undefined: nobody can tell now. `concerned` is how many connected screens it is for; while the desk does not know
 * them, it is all that are connected.
 */
export function reachOf(
  { attendance, surfaces }: Pick<ComposerForm, "attendance" | "surfaces">,
  stats: DeskStats | undefined,
  concerned?: number,
): ReachNow | undefined {
  if (stats === undefined) return undefined;
  const { online, inPerson, undeclared, kiosks, push = 0 } = stats;
  const people =
    (attendance === "in-person" ? 0 : online) + (attendance === "online" ? 0 : inPerson) + undeclared;
  const onScreens = surfaces.includes("kiosk") && attendance !== "online";
  return {
    people: surfaces.includes("feed") ? people : undefined,
    undeclared,
    screens: onScreens ? (concerned ?? kiosks.connected) : undefined,
    push: surfaces.includes("feed") ? push : 0,
  };
}
