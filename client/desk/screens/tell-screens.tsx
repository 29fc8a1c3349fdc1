import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { CommandName, SentCommand } from "../../../server/contract/kiosk.ts";
import { Dialog } from "../parts/dialog.tsx";
import { ownFault, ownRefusal } from "../parts/fault-words.ts";
import { Choice, Refusal, SelectField } from "../parts/form-field.tsx";
import { ZoneOptions } from "../parts/place-options.tsx";
import { shellWords } from "../shell/words.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { commandNames, targets } from "./command-outcome.ts";
import { commandWords } from "./command-words.ts";

const PATH = "/api/v1/desk/kiosks";
/** A screen that was away for longer than this when it was told need not do it any more. */
export const USUAL_TTL_MS = 120_000;
const TTLS = ["30000", "120000", "600000", "3600000"] as const;

/** Tells one screen, or with a zone those in it, or all. */
export const tell = (
  store: DeskStore,
  command: CommandName,
  { kioskId, zone, ttlMs = USUAL_TTL_MS }: { kioskId?: string; zone?: string; ttlMs?: number },
) =>
  store.asking<SentCommand>(kioskId === undefined ? `${PATH}/commands` : `${PATH}/${kioskId}/commands`, {
    method: "POST",
    body: { command, ttlMs, ...(zone === undefined ? {} : { zone }) },
  });

interface TellProps {
  readonly store: DeskStore;
  /** What the wall shows now. */
  readonly zone: string;
  readonly onClose: () => void;
  readonly onSent: (sent: SentCommand) => void;
}

/** What, and to which of them: how many that are is on the button. */
export function TellScreens({ store, zone: shown, onClose, onSent }: TellProps) {
  const words = commandWords.value;
  const zones = store.event.value?.zones ?? [];
  const command = useSignal<CommandName>("identify");
  const isZone = useSignal(shown !== "");
  const zone = useSignal(shown);
  const ttl = useSignal<string>(String(USUAL_TTL_MS));
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const target = isZone.value ? { zone: zone.value } : {};
  const count = targets(target, store.screens.standing.value, zones).length;
  const submit = async () => {
    if (isZone.value && zone.value === "") {
      problem.value = ownRefusal([ownFault("zone", "required")]);
      return;
    }
    isBusy.value = true;
    const answer = await tell(store, command.value, { ...target, ttlMs: Number(ttl.value) });
    isBusy.value = false;
    if (answer.ok) onSent(answer.body);
    else problem.value = answer.problem;
  };
  return (
    <Dialog title={words.title} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Refusal problem={problem.value} />
        <CommandChoice value={command.value} onValue={(value) => (command.value = value)} />
        {zones.length > 0 && (
          <Choice
            legend={words.who}
            name="tell-who"
            value={isZone.value ? "zone" : "all"}
            options={[
              ["all", words.all],
              ["zone", words.inZone],
            ]}
            onValue={(value) => (isZone.value = value === "zone")}
          />
        )}
        {isZone.value && (
          <SelectField
            label={words.zone}
            value={zone.value}
            path="zone"
            problem={problem.value}
            onValue={(value) => (zone.value = value)}
          >
            <option value="">{words.chooseZone}</option>
            <ZoneOptions store={store} />
          </SelectField>
        )}
        <SelectField
          label={words.within}
          value={ttl.value}
          path="ttlMs"
          problem={problem.value}
          onValue={(value) => (ttl.value = value)}
        >
          {TTLS.map((each) => (
            <option key={each} value={each}>
              {words.times[each]}
            </option>
          ))}
        </SelectField>
        {count === 0 && <p role="status">{words.nobody}</p>}
        <div class="pair">
          <button type="button" class="button" onClick={onClose}>
            {shellWords.value.cancel}
          </button>
          <button type="submit" class="button primary" disabled={isBusy.value || count === 0}>
            {words.send(count)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly value: CommandName;
  readonly onValue: (command: CommandName) => void;
}

/** Each with what happens then: nobody tries out on a full hall what a word may mean. */
function CommandChoice({ value, onValue }: ChoiceProps) {
  const name = useId();
  const words = commandWords.value;
  return (
    <fieldset class="role-choice" data-path="command">
      <legend>{words.command}</legend>
      {commandNames.map((command) => (
        <label key={command}>
          <input
            type="radio"
            name={name}
            checked={command === value}
            autofocus={command === value}
            onChange={() => onValue(command)}
          />
          <span>
            <b>{words.commands[command]}</b>
            <small>{words.hints[command]}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
