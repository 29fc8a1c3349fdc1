import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { sayIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import { isSealed } from "../order/running-order.ts";
import { CheckField } from "../parts/check-field.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Refusal } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { NamesFields } from "./fields.tsx";
import { removalWords } from "./removal-words.ts";
import { Part, type SectionProps } from "./section.tsx";
import { setupWords } from "./words.ts";

/** Whether all this is a rehearsal, what readers are told of it, and how it ends. */
export function RehearsalPart(props: SectionProps) {
  const { setup, form } = props;
  const words = removalWords.value.rehearsal;
  const isEnding = useSignal(false);
  const isOn = setup.before.value?.rehearsal === true;
  return (
    <Part title={setupWords.value.sections.rehearsal}>
      <p class="rehearsal-state">
        {isOn && <span class="hatch" aria-hidden="true" />}
        <b>{isOn ? words.on : words.off}</b>
      </p>
      <p>{isOn ? words.onMeans : words.offMeans}</p>
      <CheckField
        label={words.mark}
        hint={words.markHint}
        isOn={form.rehearsal}
        path="rehearsal"
        problem={setup.problem.value}
        onChange={(rehearsal) => setup.edit((held) => ({ ...held, rehearsal }))}
      />
      {form.rehearsal && (
        <fieldset class="setup-group">
          <legend>{words.notice}</legend>
          <p>{words.noticeHint}</p>
          <NamesFields
            label={words.notice}
            names={form.rehearsalNotice}
            onNames={(rehearsalNotice) => setup.edit((held) => ({ ...held, rehearsalNotice }))}
            languages={form.languages}
            path="rehearsalNotice"
            longest={500}
            optional
            problem={setup.problem.value}
          />
        </fieldset>
      )}
      {isOn && (
        <div class="end-rehearsal">
          <button
            type="button"
            class="button primary"
            disabled={setup.changes.value.length > 0}
            onClick={() => (isEnding.value = true)}
          >
            {words.end}
          </button>
          {setup.changes.value.length > 0 && <p>{words.saveFirst}</p>}
        </div>
      )}
      {isEnding.value && <EndRehearsal {...props} onClose={() => (isEnding.value = false)} />}
    </Part>
  );
}

type Keep = "preparation" | "nothing";

/** What is there to stay or to go. Sealed announcements count as prepared: they were never sent. */
function countsOf(store: DeskStore) {
  const items = [...store.items.all.value.values()];
  const sent = items.filter((item) => !isSealed(item) && item.publishedAt !== undefined).length;
  const discarded = items.filter(({ state }) => state === "discarded").length;
  return {
    sent,
    planned: items.length - sent - discarded,
    sessions: store.programme.value?.sessions.length ?? 0,
  };
}

function EndRehearsal({ store, setup, form, onClose }: SectionProps & { onClose: () => void }) {
  const words = removalWords.value.rehearsal;
  const id = useId();
  const keep = useSignal<Keep>("preparation");
  const typed = useSignal("");
  const hasEnded = useSignal(false);
  const name = sayIn(form.name, language.value, form.languages).text;
  const isSure = keep.value === "preparation" || typed.value.trim() === name.trim();
  if (hasEnded.value) return <Ended />;
  return (
    <Dialog title={words.endTitle} onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (isSure) hasEnded.value = await setup.endRehearsal(keep.value);
        }}
      >
        {(["preparation", "nothing"] as const).map((what) => (
          <KeepChoice
            key={what}
            store={store}
            what={what}
            keep={keep.value}
            onKeep={() => (keep.value = what)}
          />
        ))}
        {keep.value === "nothing" && (
          <div class="field">
            <label for={id}>{words.type(name)}</label>
            <input
              id={id}
              type="text"
              autocomplete="off"
              value={typed.value}
              onInput={(event) => (typed.value = event.currentTarget.value)}
            />
          </div>
        )}
        <Refusal problem={setup.problem.value} />
        <div class="pair">
          <button type="button" class="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button type="submit" class="button primary" disabled={!isSure || setup.isBusy.value}>
            {words.end}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly store: DeskStore;
  readonly what: Keep;
  readonly keep: Keep;
  readonly onKeep: () => void;
}

function KeepChoice({ store, what, keep, onKeep }: ChoiceProps) {
  const words = removalWords.value.rehearsal;
  const id = useId();
  const { sent, planned, sessions } = countsOf(store);
  const prepared = [words.event, words.sessionCount(sessions), words.plannedCount(planned)];
  const isKept = what === "preparation";
  return (
    <div class="keeping">
      <input id={id} type="radio" name="keep" checked={keep === what} onChange={onKeep} />
      <label for={id}>
        <b>{isKept ? words.keepPreparation : words.keepNothing}</b>
        <span>{isKept ? words.keepPreparationHint : words.keepNothingHint}</span>
      </label>
      <dl>
        {isKept && <Fate name={words.stays} what={prepared} />}
        <Fate name={words.goes} what={isKept ? [words.sent(sent)] : [words.sent(sent), ...prepared]} />
      </dl>
    </div>
  );
}

const Fate = ({ name, what }: { name: string; what: readonly string[] }) => (
  <div>
    <dt>{name}</dt>
    {what.map((each) => (
      <dd key={each} class="num">
        {each}
      </dd>
    ))}
  </div>
);

/** Everything that this window holds is of the rehearsal: it begins anew. */
function Ended() {
  const words = removalWords.value.rehearsal;
  const begin = () => location.reload();
  return (
    <Dialog title={words.ended} onClose={begin}>
      <p>{words.endedHint}</p>
      <div class="pair">
        <button type="button" class="button primary" onClick={begin}>
          {words.goOn}
        </button>
      </div>
    </Dialog>
  );
}
