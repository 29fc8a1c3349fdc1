import { useComputed } from "@preact/signals";
import type { Session } from "../../../server/contract/programme.ts";
import { ClockTime, Figures } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { duration, shortDay } from "../../shared/time.ts";
import { language, words } from "../../shared/words/words.ts";
import type { ItemStore } from "../feed-store.ts";
import { OwnTime } from "./own-time.tsx";
import { phaseOf } from "./session-phase.ts";

/** How long until the session starts, until when it is on, or that it is over. */
export function SessionLine({ store, session }: { store: ItemStore; session: Session }) {
  const phase = useComputed(() => phaseOf(session, store.now.value)).value;
  const said = words.value;
  const zone = store.timeZone.value;
  const [startsAt, endsAt] = [Date.parse(session.startsAt), Date.parse(session.endsAt)];
  if (phase === "on" || phase === "ended")
    return (
      <p class="until" data-phase={phase}>
        {phase === "on" && (
          <span class="plate now">
            <Icon name="session-start" />
            {said.onNow}
          </span>
        )}
        <span>
          {phase === "on" ? said.until : said.ended} <ClockTime at={endsAt} zone={zone} />
        </span>
      </p>
    );
  return (
    <p class="until" data-phase={phase}>
      {phase === "ahead" && <Countdown store={store} at={startsAt} />}
      <span>
        {said.starts} {phase === "later" && `${shortDay(startsAt, zone, language.value)}, `}
        <ClockTime at={startsAt} zone={zone} />
        <OwnTime at={startsAt} zone={zone} />
      </span>
    </p>
  );
}

/** The one part that is drawn anew each second. Silent: nobody wants to hear seconds. */
const Countdown = ({ store, at }: { store: ItemStore; at: number }) => (
  <span class="count num" role="timer">
    <Figures text={duration(at - store.now.value)} />
  </span>
);
