import { nameIn } from "../composer/writing.ts";
import { CheckField } from "../parts/check-field.tsx";
import { Choice, SelectField, TextField } from "../parts/form-field.tsx";
import { HallOptions, ZoneOptions } from "../parts/place-options.tsx";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { LanguageRows } from "./language-rows.tsx";
import { layouts, NAME_MAX, orientations, type SettingsForm } from "./settings-form.ts";
import { settingsWords } from "./settings-words.ts";

export interface SettingsProps {
  readonly store: DeskStore;
  readonly form: SettingsForm;
  readonly problem: Problem | undefined;
  readonly onEdit: (change: Partial<SettingsForm>) => void;
}

/** What it is called, where it stands, and what it shows there. */
export function SettingsFields(props: SettingsProps) {
  const { store, form, problem, onEdit } = props;
  const words = settingsWords.value;
  return (
    <>
      <TextField
        label={words.name}
        hint={words.nameHint}
        required
        maxLength={NAME_MAX}
        value={form.name}
        path="name"
        problem={problem}
        onValue={(name) => onEdit({ name })}
      />
      <Places {...props} />
      <div class="two">
        <SelectField
          label={words.layout}
          value={form.layout}
          path="layout"
          problem={problem}
          onValue={(value) => onEdit({ layout: value as SettingsForm["layout"] })}
        >
          {layouts.map((layout) => (
            <option key={layout} value={layout}>
              {words.layouts[layout]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={words.orientation}
          value={form.orientation}
          path="orientation"
          problem={problem}
          onValue={(value) => onEdit({ orientation: value as SettingsForm["orientation"] })}
        >
          {orientations.map((orientation) => (
            <option key={orientation} value={orientation}>
              {words.orientations[orientation]}
            </option>
          ))}
        </SelectField>
      </div>
      {form.layout === "door" && form.hall === "" && <p class="hint">{words.needsHall}</p>}
      <LanguageRows store={store} form={form} problem={problem} onEdit={onEdit} />
      {form.languages.length > 1 && (
        <Labelled label={words.languageMode}>
          <Choice
            legend={words.languageMode}
            name="language-mode"
            value={form.languageMode}
            options={(["together", "turns"] as const).map((mode) => [mode, words.languageModes[mode]])}
            onValue={(languageMode) => onEdit({ languageMode })}
          />
        </Labelled>
      )}
      <Labelled label={words.hours}>
        <Choice
          legend={words.hours}
          name="screen-hours"
          value={form.hours}
          options={(["event", "always"] as const).map((hours) => [hours, words.hoursChoices[hours]])}
          onValue={(hours) => onEdit({ hours })}
        />
      </Labelled>
    </>
  );
}

/** The hall of a zone's only hall is most often meant; nothing is chosen that was not pressed. */
function Places({ store, form, problem, onEdit }: SettingsProps) {
  const words = settingsWords.value;
  const event = store.event.value;
  if (event === undefined || event.zones.length + event.halls.length === 0) return null;
  const standing = event.halls.find(({ id }) => id === form.hall)?.zone;
  const offered = form.zone === "" && standing !== undefined ? standing : undefined;
  const zone = event.zones.find(({ id }) => id === offered);
  return (
    <div class="two">
      <SelectField
        label={words.hall}
        hint={words.hallHint}
        value={form.hall}
        path="hall"
        problem={problem}
        onValue={(hall) => onEdit({ hall })}
      >
        <option value="">{words.noHall}</option>
        <HallOptions store={store} chosen={form.hall} />
      </SelectField>
      <div>
        <SelectField
          label={words.zone}
          hint={words.zoneHint}
          value={form.zone}
          path="zone"
          problem={problem}
          onValue={(chosen) => onEdit({ zone: chosen })}
        >
          <option value="">{words.noZone}</option>
          <ZoneOptions store={store} chosen={form.zone} />
        </SelectField>
        {zone !== undefined && (
          <p class="chips">
            <button type="button" class="chip" onClick={() => onEdit({ zone: zone.id })}>
              {nameIn(store, zone.name)}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

/** The word that a row of radio buttons says to those who hear it, for those who see it. */
function Labelled({ label, children }: { label: string; children: preact.ComponentChildren }) {
  return (
    <div class="labelled">
      <p class="label" aria-hidden="true">
        {label}
      </p>
      {children}
    </div>
  );
}

/** It is dazzling in the dark. */
export function NightFields({ form, problem, onEdit }: SettingsProps) {
  const words = settingsWords.value;
  const { night, isDimmed } = form;
  const put = (change: Partial<SettingsForm["night"]>) => onEdit({ night: { ...night, ...change } });
  return (
    <>
      <CheckField
        label={words.night}
        hint={words.nightHint}
        isOn={isDimmed}
        path="night"
        problem={undefined}
        onChange={(isOn) => onEdit({ isDimmed: isOn })}
      />
      {isDimmed && (
        <div class="three night">
          {(["from", "to"] as const).map((end) => (
            <TextField
              key={end}
              label={words[end]}
              placeholder="22:00"
              value={night[end]}
              path={`night.${end}`}
              problem={problem}
              onValue={(value) => put({ [end]: value })}
            />
          ))}
          <SelectField
            label={words.brightness}
            value={night.brightness}
            path="night.brightness"
            problem={problem}
            onValue={(brightness) => put({ brightness })}
          >
            {shares(night.brightness).map((value) => (
              <option key={value} value={String(value)}>
                {words.percent(value)}
              </option>
            ))}
          </SelectField>
        </div>
      )}
    </>
  );
}

const TENTHS = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
/** One that was set by a program need not be among ours. */
const shares = (chosen: string): number[] => [...new Set([...TENTHS, Number(chosen)])].sort((a, b) => a - b);
