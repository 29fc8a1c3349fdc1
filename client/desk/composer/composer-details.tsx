import { useComputed } from "@preact/signals";
import { ownNameOf } from "../../shared/languages.ts";
import { urgentNow } from "../../shared/urgent.ts";
import { Choice, Faults, SelectField, TextField } from "../parts/form-field.tsx";
import { headlineOf } from "../state/desk-commands.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { emptyRow, type PodiumRow } from "./composer-form.ts";

/** The fields that only one kind has. */
export function ComposerDetails({ store }: { store: DeskStore }) {
  switch (store.form.value.kind) {
    case "release":
      return <ReleaseDetails store={store} />;
    case "result":
      return <ResultDetails store={store} />;
    case "programme-change":
      return <ChangeDetails store={store} />;
    case "urgent":
      return <UrgentDetails store={store} />;
    default:
      return null;
  }
}

function ReleaseDetails({ store }: { store: DeskStore }) {
  const { release } = store.form.value;
  const field = (name: "document" | "publisher" | "url", label: string) => (
    <TextField
      label={label}
      value={release[name] ?? ""}
      path={`details.${name}`}
      problem={store.problem.value}
      onValue={(value) => store.edit({ release: { ...release, [name]: value } })}
    />
  );
  return (
    <section class="three" aria-label="Document">
      {field("document", "Document")}
      {field("publisher", "Publisher")}
      {field("url", "Link to the document")}
    </section>
  );
}

function ChangeDetails({ store }: { store: DeskStore }) {
  const { change } = store.form.value;
  const field = (name: "from" | "to", label: string) => (
    <TextField
      label={label}
      value={change[name] ?? ""}
      path={`details.${name}`}
      problem={store.problem.value}
      onValue={(value) => store.edit({ change: { ...change, [name]: value } })}
    />
  );
  return (
    <section class="two" aria-label="Change">
      {field("from", "Was")}
      {field("to", "Is")}
    </section>
  );
}

function ResultDetails({ store }: { store: DeskStore }) {
  const { podium, competition } = store.form.value;
  const write = (at: number, change: Partial<PodiumRow>) =>
    store.edit({ podium: podium.map((row, index) => (index === at ? { ...row, ...change } : row)) });
  const cell = (at: number, name: keyof PodiumRow, label: string) => (
    <input
      aria-label={`${label}, row ${at + 1}`}
      placeholder={label}
      inputMode={name === "place" ? "numeric" : undefined}
      value={podium[at]![name]}
      onInput={(event) => write(at, { [name]: event.currentTarget.value })}
    />
  );
  return (
    <section aria-label="Result">
      <TextField
        label="Competition"
        value={competition}
        path="details.competition"
        problem={store.problem.value}
        onValue={(value) => store.edit({ competition: value })}
      />
      <p class="label">Podium</p>
      {podium.map((_row, at) => (
        <div class="place-row">
          {cell(at, "place", "Place")}
          {cell(at, "name", "Name")}
          {cell(at, "affiliation", "Affiliation")}
          {cell(at, "country", "Country")}
        </div>
      ))}
      <Faults problem={store.problem.value} path="details.podium" />
      <p class="chips">
        <button
          type="button"
          class="chip"
          onClick={() => store.edit({ podium: [...podium, emptyRow(podium.length + 1)] })}
        >
          Add a row
        </button>
      </p>
    </section>
  );
}

function UrgentDetails({ store }: { store: DeskStore }) {
  const { urgent, instruction, text } = store.form.value;
  const write = (name: string, value: string) => store.edit({ urgent: { ...urgent, [name]: value } });
  const open = useComputed(() =>
    urgentNow(store.client.held.value?.feed.announcements ?? new Map(), store.now.value).filter(
      ({ isOver }) => !isOver,
    ),
  );
  const refersTo = urgent.refersTo ?? "";
  const isListed = open.value.some(({ announcement }) => announcement.id === refersTo);
  return (
    <section aria-label="Urgent">
      <Choice
        legend="Status"
        name="status"
        value={urgent.status ?? "exercise"}
        options={[
          ["actual", "Actual"],
          ["exercise", "Exercise"],
          ["test", "Test"],
        ]}
        onValue={(value) => write("status", value)}
      />
      <Choice
        legend="Message"
        name="message-type"
        value={urgent.messageType ?? "alert"}
        options={[
          ["alert", "Alert"],
          ["update", "Update"],
          ["all-clear", "All clear"],
        ]}
        onValue={(value) => write("messageType", value)}
      />
      {urgent.messageType !== "alert" && (
        <SelectField
          label="Refers to"
          value={refersTo}
          path="details.refersTo"
          problem={store.problem.value}
          onValue={(value) => write("refersTo", value)}
        >
          <option value="">Choose an alert</option>
          {refersTo !== "" && !isListed && <option value={refersTo}>{refersTo}</option>}
          {open.value.map(({ announcement }) => (
            <option key={announcement.id} value={announcement.id}>
              {headlineOf(announcement, store.language.value)}
            </option>
          ))}
        </SelectField>
      )}
      <TextField
        label="Severity"
        value={urgent.severity ?? ""}
        path="details.severity"
        problem={store.problem.value}
        onValue={(value) => write("severity", value)}
      />
      <div class="two">
        {Object.keys(text).map((language) => (
          <TextField
            key={language}
            label={`What to do, ${ownNameOf(language)}`}
            value={instruction[language] ?? ""}
            path={`details.instruction.${language}`}
            problem={store.problem.value}
            onValue={(value) => store.edit({ instruction: { ...instruction, [language]: value } })}
          />
        ))}
      </div>
    </section>
  );
}
