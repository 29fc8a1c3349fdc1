import type { SentCommand } from "../../../server/contract/kiosk.ts";
import { language } from "../../shared/words/words.ts";
import { nameIn } from "../composer/writing.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { type Outcome, outcomeOf } from "./command-outcome.ts";
import { commandWords, sayCode } from "./command-words.ts";

/** "Done on 12 of 14, 1 failed (no network), 1 has not answered" */
export function outcomeSentence({ expected, done, failed, unanswered, isOpen }: Outcome): string {
  const words = commandWords.value;
  if (expected === 0) return words.nobody;
  if (expected === 1) {
    const [why] = failed.map(([code]) => code);
    if (why !== undefined) return words.failedOne(sayCode(why));
    return done.length === 1 ? words.done(1, 1) : isOpen ? words.openOne : words.lateOne;
  }
  const parts = [
    words.done(done.length, expected),
    ...failed.map(([code, ids]) => words.failed(ids.length, sayCode(code))),
    ...(unanswered.length === 0 ? [] : [(isOpen ? words.open : words.late)(unanswered.length)]),
  ];
  return parts.join(language.value === "zh" ? "，" : ", ");
}

/** As it stands now; the clock is followed only while an answer may still come. */
export function outcomeNow(store: DeskStore, sent: SentCommand): Outcome {
  const zones = store.event.value?.zones ?? [];
  const outcome = outcomeOf(sent, store.screens.standing.value, zones, store.now.peek());
  if (outcome.isOpen) void store.now.value;
  return outcome;
}

/** Whom it was for, by name. */
export function saidTo(store: DeskStore, { kioskId, zone }: SentCommand): string {
  const { to } = commandWords.value;
  if (kioskId !== undefined) return to.one(store.screens.all.value.get(kioskId)?.name ?? kioskId);
  if (zone === undefined) return to.all;
  return to.zone(nameIn(store, store.event.value?.zones.find(({ id }) => id === zone)?.name) || zone);
}

/** One command and what has become of it, in a line. */
export function CommandLine({ store, sent }: { store: DeskStore; sent: SentCommand }) {
  const words = commandWords.value;
  const outcome = outcomeNow(store, sent);
  return (
    <p class="command-line" data-open={outcome.isOpen}>
      <b>{words.commands[sent.command]}</b>
      <span>{saidTo(store, sent)}</span>
      <span class="outcome">{outcomeSentence(outcome)}</span>
    </p>
  );
}
