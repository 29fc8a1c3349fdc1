/** Name, dates, opening hours and policies: what is one thing of the event, not a list of places. */

import { clockTime } from "../../shared/time.ts";
import { CheckField } from "../parts/check-field.tsx";
import { Faults, TextField } from "../parts/form-field.tsx";
import { type Careful, type EventForm, withAllDays } from "./event-form.ts";
import { ClockField, NamesFields, VenueTime } from "./fields.tsx";
import { isTimeZone, offsetOf, timeZones } from "./pick.ts";
import { Picker } from "./picker.tsx";
import { Part, type SectionProps } from "./section.tsx";
import { termsWords } from "./terms-words.ts";
import { setupWords } from "./words.ts";

const ZONES_SHOWN = 40;

export function NamesPart({ setup, form }: SectionProps) {
  const words = setupWords.value;
  const shared = { languages: form.languages, problem: setup.problem.value };
  return (
    <Part title={words.sections.names} hint={words.namesHint}>
      <NamesFields
        {...shared}
        label={words.name}
        path="name"
        names={form.name}
        onNames={(name) => setup.edit((held) => ({ ...held, name }))}
      />
      <NamesFields
        {...shared}
        label={words.theme}
        path="theme"
        longest={500}
        optional
        names={form.theme}
        onNames={(theme) => setup.edit((held) => ({ ...held, theme }))}
      />
    </Part>
  );
}

export function DatesPart({ store, setup, form }: SectionProps) {
  const words = setupWords.value;
  const now = store.now.value;
  const moment = (name: "startsAt" | "endsAt", label: string) => (
    <VenueTime
      labels={[label, words.in(label, words.venueTime)]}
      value={form[name]}
      path={name}
      problem={setup.problem.value}
      onValue={(text) => setup.edit((held) => ({ ...held, [name]: text }))}
    />
  );
  return (
    <Part title={words.sections.dates} hint={words.timesStay}>
      <div class="two">
        {moment("startsAt", words.starts)}
        {moment("endsAt", words.ends)}
      </div>
      <Picker
        label={words.timeZone}
        hint={words.timeZoneHint}
        value={form.timeZone}
        find={(query) => timeZones(query, now, ZONES_SHOWN)}
        onPick={(timeZone) => setup.edit((held) => ({ ...held, timeZone }))}
        path="timeZone"
        problem={setup.problem.value}
      />
      {isTimeZone(form.timeZone) && (
        <p class="num">{words.timeThere(offsetOf(form.timeZone, now), clockTime(now, form.timeZone))}</p>
      )}
    </Part>
  );
}

export function HoursPart({ setup, form }: SectionProps) {
  const words = setupWords.value;
  const terms = termsWords.value;
  const problem = setup.problem.value;
  const put = (id: string, change: object) =>
    setup.edit((held) => ({
      ...held,
      hours: held.hours.map((row) => (row.id === id ? { ...row, ...change } : row)),
    }));
  return (
    <Part title={words.sections.hours} hint={terms.hoursHint}>
      {form.hours.length === 0 && <p class="nothing">{terms.noHours}</p>}
      <ol class="hours">
        {form.hours.map((row, at) => (
          <li key={row.id}>
            <TextField
              label={terms.date}
              type="date"
              value={row.date}
              path={`openingHours.${at}.date`}
              problem={problem}
              onValue={(date) => put(row.id, { date })}
            />
            {(["opens", "closes"] as const).map((name) => (
              <ClockField
                key={name}
                label={terms[name]}
                value={row[name]}
                path={`openingHours.${at}.${name}`}
                problem={problem}
                onValue={(text) => put(row.id, { [name]: text })}
              />
            ))}
            <button
              type="button"
              class="button"
              aria-label={words.removeNamed(row.date)}
              onClick={() =>
                setup.edit((held) => ({ ...held, hours: held.hours.filter(({ id }) => id !== row.id) }))
              }
            >
              {words.remove}
            </button>
          </li>
        ))}
      </ol>
      <div class="pair">
        <button
          type="button"
          class="button"
          onClick={() => setup.edit((held) => ({ ...held, hours: withAllDays(held) }))}
        >
          {terms.everyDay}
        </button>
        <button type="button" class="button" onClick={() => setup.edit(withOneDay)}>
          {terms.addDay}
        </button>
      </div>
    </Part>
  );
}

/** The day after the last, or the first of the event. */
function withOneDay(form: EventForm): EventForm {
  const last = form.hours.at(-1);
  const lastMs = Date.parse(`${last?.date}T00:00:00Z`);
  const next = new Date(lastMs + 86_400_000);
  const date = Number.isNaN(lastMs) ? form.startsAt.slice(0, 10) : next.toISOString().slice(0, 10);
  const { opens, closes } = last ?? { opens: "09:00", closes: "18:00" };
  return { ...form, hours: [...form.hours, { id: crypto.randomUUID(), date, opens, closes }] };
}

export function PoliciesPart({ setup, form }: SectionProps) {
  const words = setupWords.value;
  const terms = termsWords.value;
  const problem = setup.problem.value;
  const turn = (kind: Careful) =>
    setup.edit((held) => ({
      ...held,
      twoPersonApproval: held.twoPersonApproval.includes(kind)
        ? held.twoPersonApproval.filter((other) => other !== kind)
        : [...held.twoPersonApproval, kind],
    }));
  return (
    <Part title={words.sections.policies}>
      <fieldset class="setup-group">
        <legend>{terms.twoPersons}</legend>
        <p>{terms.twoPersonsHint}</p>
        {(["urgent", "result"] as const).map((kind) => (
          <CheckField
            key={kind}
            label={terms.careful[kind]}
            isOn={form.twoPersonApproval.includes(kind)}
            path={`policies.twoPersonApproval.${kind}`}
            problem={undefined}
            onChange={() => turn(kind)}
          />
        ))}
        <Faults problem={problem} path="policies.twoPersonApproval" />
      </fieldset>
      <fieldset class="setup-group">
        <legend>{terms.leads}</legend>
        <p>{terms.leadsHint}</p>
        <div class="two">
          {(["everySession", "plenaryAndFinals"] as const).map((name) => (
            <TextField
              key={name}
              label={terms[name]}
              value={form[name]}
              path={`policies.sessionStarts.${name}`}
              problem={problem}
              onValue={(text) => setup.edit((held) => ({ ...held, [name]: text }))}
            />
          ))}
        </div>
      </fieldset>
    </Part>
  );
}
