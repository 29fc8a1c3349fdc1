/** A session of the plan as it is written here, and as it becomes one of the programme. */
import type { Session, SessionType } from "../contract/programme.ts";
import { instant, type PlanTime, planMs, type SampleClock } from "./sample-clock.ts";
import { type Basis, type InThree, markedWords, words } from "./wording.ts";

export interface PlannedSession {
  readonly id: string;
  readonly basis: Basis;
  readonly type: SessionType;
  readonly hall: string;
  readonly track?: string;
  readonly from: PlanTime;
  readonly to: PlanTime;
  readonly title: InThree;
  readonly about: InThree;
  readonly speakers?: readonly { readonly name: string; readonly affiliation: string }[];
}

export const sessionOf = (planned: PlannedSession, clock: SampleClock): Session => ({
  id: planned.id,
  title: words(planned.title),
  abstract: markedWords(planned.about, planned.basis),
  type: planned.type,
  hall: planned.hall,
  ...(planned.track === undefined ? {} : { track: planned.track }),
  startsAt: instant(planMs(clock, planned.from)),
  endsAt: instant(planMs(clock, planned.to)),
  speakers: [...(planned.speakers ?? [])],
});
