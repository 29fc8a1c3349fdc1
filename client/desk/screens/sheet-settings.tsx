import { language } from "../../shared/words/words.ts";
import { labelOf } from "../parts/fault-words.ts";
import { Refusal } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { DayParts } from "./day-parts.tsx";
import { NightFields, SettingsFields } from "./settings-fields.tsx";
import type { SettingName } from "./settings-form.ts";
import { settingsWords } from "./settings-words.ts";
import type { Settings } from "./use-settings.ts";

/** All that is set of a screen. Whoever may not change it can read it. */
export function SheetSettings({ store, settings }: { store: DeskStore; settings: Settings }) {
  const words = settingsWords.value;
  const may = store.may("manageKiosks");
  const { isDirty, isBusy, isSaved, problem } = settings;
  const fields = {
    store,
    form: settings.form.value,
    problem: problem.value,
    onEdit: settings.edit,
  };
  return (
    <form
      class="screen-settings"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void settings.save();
      }}
    >
      <Refusal problem={problem.value} />
      <Meanwhile settings={settings} />
      {!may && <p class="hint">{words.readOnly}</p>}
      <fieldset class="whole" disabled={!may}>
        <legend class="hush">{words.layout}</legend>
        <SettingsFields {...fields} />
        <DayParts {...fields} />
        <section>
          <NightFields {...fields} />
        </section>
      </fieldset>
      {may && (
        <div class="save-line">
          <p role="status">{isSaved.value ? words.saved : isDirty.value ? words.notSaved : ""}</p>
          <div class="pair">
            <button
              type="button"
              class="button"
              disabled={!isDirty.value || isBusy.value}
              onClick={settings.reset}
            >
              {words.reset}
            </button>
            <button type="submit" class="button primary" disabled={!isDirty.value || isBusy.value}>
              {words.save}
            </button>
          </div>
        </div>
      )}
    </form>
  );
}

function Meanwhile({ settings: { meanwhile } }: { settings: Settings }) {
  const words = settingsWords.value;
  if (meanwhile.value === undefined) return null;
  const { taken, both } = meanwhile.value;
  const named = (names: readonly SettingName[]): string =>
    names.map(labelOf).join(language.value === "zh" ? "、" : ", ");
  return (
    <div class="meanwhile" role="status">
      {taken.length > 0 && <p>{words.changedHere(named(taken))}</p>}
      {both.length > 0 && <p>{words.changedBoth(named(both))}</p>}
      <p>{words.lookAgain}</p>
    </div>
  );
}
