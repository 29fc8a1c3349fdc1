/** The small line under a headline, in words. */

import { ClockTime, Figures } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { dayOf, duration, shortDay } from "../../shared/time.ts";
import { ownNameOf } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import { proofWords } from "../proof/proof-words.ts";
import { useProof } from "../proof/use-proof.ts";
import { initialsOf } from "../shell/initials.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { type Mark, marksOf, type Writer, writersOf } from "./marks.ts";
import type { DeskItem } from "./running-order.ts";
import { orderWords } from "./words.ts";

const DAY_MS = 86_400_000;

export function RowMarks({ store, item, id }: { store: DeskStore; item: DeskItem; id: string }) {
  const writers = writersOf(store.presence.value, item.id, store.socketId());
  const languages = store.event.value?.languages ?? [];
  const marks = marksOf(item, { nowMs: store.now.value, languages, proof: useProof(store, item) });
  return (
    <small class="marks" id={id}>
      {marks.map((mark) => (
        <Said key={mark.is} mark={mark} store={store} />
      ))}
      {writers.map((writer) => (
        <Writing key={writer.key} writer={writer} />
      ))}
    </small>
  );
}

const Writing = ({ writer: { who, holds } }: { writer: Writer }) => (
  <span class={holds ? "writer holds" : "writer"}>
    <span class="initials" aria-hidden="true">
      {initialsOf(who)}
    </span>
    {holds && <Icon name="lock" />}
    {holds ? orderWords.value.writing(who) : orderWords.value.alsoHere(who)}
  </span>
);

const namesOf = (languages: readonly string[]): string => languages.map(ownNameOf).join(" ");

/** A time, with its day where that is not today. */
export function Moment({ store, atMs }: { store: DeskStore; atMs: number }) {
  const zone = store.timeZone.value;
  const isToday = dayOf(atMs, zone) === dayOf(store.now.value, zone);
  return (
    <>
      {!isToday && `${shortDay(atMs, zone, language.value)} `}
      <ClockTime at={atMs} zone={zone} />
    </>
  );
}

function Said({ mark, store }: { mark: Mark; store: DeskStore }) {
  const words = orderWords.value;
  switch (mark.is) {
    case "countdown":
      return <Countdown store={store} toMs={mark.toMs} />;
    case "overdue":
      return (
        <b class="plate solid">
          {mark.reason === undefined
            ? words.states.overdue
            : words.overdueFor(words.reasons[mark.reason] ?? mark.reason)}
        </b>
      );
    case "correctionWaits":
      return <b class="plate solid">{words.correctionWaits(mark.by)}</b>;
    case "sealed":
      return (
        <span>
          <Icon name="lock" /> {words.sealedUntil} <Moment store={store} atMs={mark.untilMs} />
        </span>
      );
    case "draft":
      return <span>{words.draftBy(mark.by)}</span>;
    case "discarded":
      return <span>{words.discardedBy(mark.by)}</span>;
    case "waits":
      return <span>{words.waits(mark.by)}</span>;
    case "approved":
      return <span>{mark.by === undefined ? words.approved : words.approvedBy(mark.by)}</span>;
    case "published":
      return (
        <span>
          <Icon name="tick" /> {words.published}
        </span>
      );
    case "proof":
      return (
        <span class="proof-mark" data-shown={mark.shown} data-expected={mark.expected}>
          <Icon name="screen" /> {proofWords.value.onScreens(mark.shown, mark.expected)}
        </span>
      );
    case "corrected":
      return (
        <span>
          <Icon name="tick" /> {words.corrected(mark.revision)}
          {mark.atMs !== undefined && " "}
          {mark.atMs !== undefined && <Moment store={store} atMs={mark.atMs} />}
        </span>
      );
    case "withdrawn":
      return <span>{mark.reason === undefined ? words.withdrawn : words.withdrawnFor(mark.reason)}</span>;
    case "follows":
      return <span>{mark.leadMinutes === 0 ? words.follows : words.followsBy(mark.leadMinutes)}</span>;
    case "pinned":
      return (
        <span>
          <Icon name="pin" /> {words.pinned}
        </span>
      );
    case "missing":
    case "stale":
      return (
        <span class="lack">
          <Icon name="urgent" /> {words[mark.is](namesOf(mark.languages))}
        </span>
      );
    case "expires":
      return (
        <span>
          {words.expires} <Moment store={store} atMs={mark.atMs} />
        </span>
      );
    default:
      return <span>{words[mark.is]}</span>;
  }
}

/** Counts by itself: only these figures are drawn again each second. */
function Countdown({ store, toMs }: { store: DeskStore; toMs: number }) {
  const left = toMs - store.now.value;
  if (left <= 0) return <span class="left">{orderWords.value.goingOut}</span>;
  return (
    <span class="left num">
      {orderWords.value.inTime} {left < DAY_MS ? <Figures text={duration(left)} /> : daysLeft(left)}
    </span>
  );
}

const daysLeft = (leftMs: number): string =>
  new Intl.NumberFormat(`${language.value}-u-nu-latn`, {
    style: "unit",
    unit: "day",
    unitDisplay: "long",
  }).format(Math.floor(leftMs / DAY_MS));
