import { language } from "../../shared/words/words.ts";
import { Chip, Faults, SelectField, TextField } from "../parts/form-field.tsx";
import type { SettingsProps } from "./settings-fields.tsx";
import { dayPartShows, emptyPart, type FormDayPart, PARTS_MOST } from "./settings-form.ts";
import { settingsWords } from "./settings-words.ts";

/** A Monday: days are named by those that follow it. */
const MONDAY_MS = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** "Mon" for 1, as ISO 8601 counts. */
const nameOfDay = (day: number): string =>
  new Intl.DateTimeFormat(language.value, { weekday: "short", timeZone: "UTC" }).format(
    MONDAY_MS + (day - 1) * DAY_MS,
  );

/** What it shows instead, at some times of some days. */
export function DayParts(props: SettingsProps) {
  const { form, problem, onEdit } = props;
  const words = settingsWords.value;
  const { dayParts } = form;
  const put = (at: number, change: Partial<FormDayPart>) =>
    onEdit({ dayParts: dayParts.map((part, each) => (each === at ? { ...part, ...change } : part)) });
  return (
    <section class="day-parts" data-path="dayParts">
      <h3>{words.dayParts}</h3>
      <p class="hint">{words.dayPartsHint}</p>
      {dayParts.map((part, at) => (
        <OnePart
          key={at}
          part={part}
          at={at}
          problem={problem}
          onPut={(change) => put(at, change)}
          onRemove={() => onEdit({ dayParts: dayParts.filter((_, each) => each !== at) })}
        />
      ))}
      {dayParts.length < PARTS_MOST && (
        <p class="chips">
          <button type="button" class="chip" onClick={() => onEdit({ dayParts: [...dayParts, emptyPart] })}>
            {words.addPart}
          </button>
        </p>
      )}
    </section>
  );
}

interface PartProps {
  readonly part: FormDayPart;
  readonly at: number;
  readonly problem: SettingsProps["problem"];
  readonly onPut: (change: Partial<FormDayPart>) => void;
  readonly onRemove: () => void;
}

function OnePart({ part, at, problem, onPut, onRemove }: PartProps) {
  const words = settingsWords.value;
  const path = `dayParts.${at}`;
  const turn = (day: number) =>
    onPut({ days: part.days.includes(day) ? part.days.filter((each) => each !== day) : [...part.days, day] });
  return (
    <fieldset class="day-part">
      <legend class="hush">{words.partAt(at + 1)}</legend>
      <div class="from-to">
        {(["from", "to"] as const).map((end) => (
          <TextField
            key={end}
            label={words[end]}
            placeholder="12:00"
            value={part[end]}
            path={`${path}.${end}`}
            problem={problem}
            onValue={(value) => onPut({ [end]: value })}
          />
        ))}
        <SelectField
          label={words.shows}
          value={part.shows}
          path={`${path}.shows`}
          problem={problem}
          onValue={(value) => onPut({ shows: value as FormDayPart["shows"] })}
        >
          {dayPartShows.map((shows) => (
            <option key={shows} value={shows}>
              {words.layouts[shows]}
            </option>
          ))}
        </SelectField>
      </div>
      <fieldset class="chips">
        <legend class="hush">{words.days}</legend>
        <Chip isOn={part.days.length === 0} onPress={() => onPut({ days: [] })}>
          {words.everyDay}
        </Chip>
        {DAYS.map((day) => (
          <Chip key={day} isOn={part.days.includes(day)} onPress={() => turn(day)}>
            {nameOfDay(day)}
          </Chip>
        ))}
        <button type="button" class="plain" aria-label={words.removePart(at + 1)} onClick={onRemove}>
          {words.remove}
        </button>
      </fieldset>
      <Faults problem={problem} path={`${path}.days`} />
    </fieldset>
  );
}
