import { useSignal } from "@preact/signals";
import { instantOf } from "../composer/form-times.ts";
import { SessionField, SessionLine } from "../composer/session-field.tsx";
import { sessionOf } from "../composer/writing.ts";
import { Dialog } from "../parts/dialog.tsx";
import { ownRefusal } from "../parts/fault-words.ts";
import { focusField } from "../parts/field-focus.ts";
import { Choice, Faults, Refusal, SelectField, TextField } from "../parts/form-field.tsx";
import { HallOptions, ZoneOptions } from "../parts/place-options.tsx";
import { shellWords } from "../shell/words.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { blackoutWords } from "./blackout-words.ts";
import { type BlackoutForm, blackoutFaults, blackoutOf, darkScreens, emptyBlackout } from "./blackouts.ts";

interface FormProps {
  readonly store: DeskStore;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

interface PartProps {
  readonly store: DeskStore;
  readonly form: BlackoutForm;
  readonly problem: Problem | undefined;
  readonly onEdit: (change: Partial<BlackoutForm>) => void;
}

export function BlackoutDialog({ store, onClose, onDone }: FormProps) {
  const words = blackoutWords.value;
  const form = useSignal(emptyBlackout);
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const refuse = (refused: Problem) => {
    problem.value = refused;
    const first = refused.errors[0]?.path;
    if (first !== undefined) requestAnimationFrame(() => focusField(document, first));
  };
  const submit = async () => {
    const faults = blackoutFaults(form.peek());
    if (faults.length > 0) return refuse(ownRefusal(faults));
    isBusy.value = true;
    const body = blackoutOf(form.peek(), (text) => instantOf(text, store.timeZone.peek()));
    const answer = await store.asking("/api/v1/desk/blackouts", { method: "POST", body });
    isBusy.value = false;
    if (answer.ok) onDone();
    else refuse(answer.problem);
  };
  const fields: PartProps = {
    store,
    form: form.value,
    problem: problem.value,
    onEdit: (change) => (form.value = { ...form.peek(), ...change }),
  };
  const { zones = [], halls = [] } = store.event.value ?? {};
  const { where, zone, hall } = form.value;
  const place = where === "zone" ? { zone } : where === "hall" ? { hall } : {};
  const count = darkScreens(place, store.screens.standing.value, { zones, halls });
  return (
    <Dialog title={words.add} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p>{words.intro}</p>
        <Refusal problem={problem.value} />
        <Where {...fields} />
        <When {...fields} />
        <div class="pair">
          <button type="button" class="button" onClick={onClose}>
            {shellWords.value.cancel}
          </button>
          <button type="submit" class="button primary" disabled={isBusy.value}>
            {words.set(count)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Where({ store, form, problem, onEdit }: PartProps) {
  const words = blackoutWords.value;
  const { zones = [], halls = [] } = store.event.value ?? {};
  const ways = (["everywhere", "zone", "hall"] as const).filter(
    (way) => way === "everywhere" || (way === "zone" ? zones : halls).length > 0,
  );
  const field = { problem, value: form.where === "zone" ? form.zone : form.hall };
  return (
    <>
      {ways.length > 1 && (
        <Choice
          legend={words.where}
          name="blackout-where"
          value={form.where}
          options={ways.map((way) => [way, words.wheres[way]] as const)}
          onValue={(where) => onEdit({ where })}
        />
      )}
      {form.where === "zone" && (
        <SelectField {...field} label={words.zone} path="zone" onValue={(zone) => onEdit({ zone })}>
          <option value="">{words.choose}</option>
          <ZoneOptions store={store} />
        </SelectField>
      )}
      {form.where === "hall" && (
        <SelectField {...field} label={words.hall} path="hall" onValue={(hall) => onEdit({ hall })}>
          <option value="">{words.choose}</option>
          <HallOptions store={store} />
        </SelectField>
      )}
    </>
  );
}

function When({ store, form, problem, onEdit }: PartProps) {
  const words = blackoutWords.value;
  const session = sessionOf(store, form.sessionId);
  return (
    <>
      <Choice
        legend={words.when}
        name="blackout-when"
        value={form.when}
        options={(["session", "span"] as const).map((each) => [each, words.whens[each]])}
        onValue={(when) => onEdit({ when })}
      />
      {form.when === "session" && (
        <div class="blackout-session">
          {session === undefined ? (
            <SessionField
              store={store}
              label={words.session}
              path="sessionId"
              onChoose={({ id, hall }) => onEdit({ sessionId: id, ...placeOf(form, hall) })}
            />
          ) : (
            <>
              <p class="attached">
                <SessionLine store={store} session={session} />
                <button type="button" class="plain" onClick={() => onEdit({ sessionId: "" })}>
                  {words.otherSession}
                </button>
              </p>
              <p class="hint">{words.follows}</p>
            </>
          )}
          <Faults problem={problem} path="sessionId" />
        </div>
      )}
      {form.when === "span" && (
        <div class="two">
          {(["startsAt", "endsAt"] as const).map((end) => (
            <TextField
              key={end}
              label={end === "startsAt" ? words.from : words.to}
              type="datetime-local"
              value={form[end]}
              path={end}
              problem={problem}
              onValue={(value) => onEdit({ [end]: value })}
            />
          ))}
        </div>
      )}
    </>
  );
}

/** Where nothing was chosen yet, it is dark in the hall of the session. */
const placeOf = (form: BlackoutForm, hall: string | undefined): Partial<BlackoutForm> =>
  form.where === "everywhere" && hall !== undefined ? { where: "hall", hall } : {};
