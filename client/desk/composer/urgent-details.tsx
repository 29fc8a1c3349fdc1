import { useComputed } from "@preact/signals";
import { urgentNow } from "../../shared/urgent.ts";
import { directionOf, ownNameOf } from "../../shared/words/languages.ts";
import { Choice, SelectField, TextField } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { writeWords } from "./words.ts";
import { answer, headlineIn } from "./writing.ts";
import { ZoneInstructions } from "./zone-instructions.tsx";

type Status = "actual" | "exercise" | "test";
type Message = "alert" | "update" | "all-clear";

/** What is urgent says first how real it is, in the frame in which it will be seen. */
export function UrgentDetails({ store }: { store: DeskStore }) {
  const said = writeWords.value;
  const { urgent, instruction, text } = store.form.value;
  const write = (name: string, value: string) => answer(store, { urgent: { ...urgent, [name]: value } });
  const status = (urgent.status ?? "exercise") as Status;
  const message = (urgent.messageType ?? "alert") as Message;
  return (
    <section class="urgent-fields">
      <div class={`status-line status-${status}`}>
        <b>{said.statuses[status]}</b>
        <span>{said.statusHints[status]}</span>
      </div>
      <div class="two">
        <Choice
          legend={said.status}
          name="status"
          value={status}
          options={(["actual", "exercise", "test"] as const).map((each) => [each, said.statuses[each]])}
          onValue={(value) => write("status", value)}
        />
        <Choice
          legend={said.message}
          name="message-type"
          value={message}
          options={(["alert", "update", "all-clear"] as const).map((each) => [each, said.messages[each]])}
          onValue={(value) => write("messageType", value)}
        />
      </div>
      {message !== "alert" && <RefersTo store={store} onValue={(value) => write("refersTo", value)} />}
      <TextField
        label={said.severity}
        value={urgent.severity ?? ""}
        path="details.severity"
        problem={store.problem.value}
        onValue={(value) => write("severity", value)}
      />
      <div class="two">
        {Object.keys(text).map((language) => (
          <TextField
            key={language}
            label={said.inTongue(said.instruction, ownNameOf(language))}
            value={instruction[language] ?? ""}
            path={`details.instruction.${language}`}
            problem={store.problem.value}
            lang={language}
            dir={directionOf(language)}
            onValue={(value) => answer(store, { instruction: { ...instruction, [language]: value } })}
          />
        ))}
      </div>
      <ZoneInstructions store={store} />
    </section>
  );
}

function RefersTo({ store, onValue }: { store: DeskStore; onValue: (value: string) => void }) {
  const said = writeWords.value;
  const refersTo = store.form.value.urgent.refersTo ?? "";
  const open = useComputed(() =>
    urgentNow(store.client.held.value?.feed.announcements ?? new Map(), store.now.value).filter(
      ({ isOver }) => !isOver,
    ),
  );
  const isListed = open.value.some(({ announcement }) => announcement.id === refersTo);
  const known = store.items.all.value.get(refersTo);
  return (
    <SelectField
      label={said.refersTo}
      value={refersTo}
      path="details.refersTo"
      problem={store.problem.value}
      required
      {...(open.value.length === 0 ? { hint: said.noAlerts } : {})}
      onValue={onValue}
    >
      <option value="">{said.chooseAlert}</option>
      {refersTo !== "" && !isListed && (
        <option value={refersTo}>
          {known !== undefined && "text" in known ? headlineIn(store, known) : refersTo}
        </option>
      )}
      {open.value.map(({ announcement }) => (
        <option key={announcement.id} value={announcement.id}>
          {headlineIn(store, announcement)}
        </option>
      ))}
    </SelectField>
  );
}
