import { useSignal } from "@preact/signals";
import { clockTime } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Refusal } from "../parts/form-field.tsx";
import type { FieldProblem } from "../state/desk-api.ts";
import type { Change, Section } from "./event-diff.ts";
import type { EventForm } from "./event-form.ts";
import type { EventSetup, Met } from "./event-setup.ts";
import { savingWords } from "./saving-words.ts";
import { nameOf, sayChange, sayPath } from "./say.ts";
import type { SectionProps } from "./section.tsx";
import { setupWords } from "./words.ts";

const LISTED = 30;

type Props = SectionProps & { readonly onGoTo: (section: Section) => void; readonly onSave: () => void };

/** What would change, was and is, before it does; and the one black button. */
export function SavePanel({ store, setup, form, onGoTo, onSave }: Props) {
  const words = savingWords.value;
  const changes = setup.changes.value;
  const before = setup.before.value ?? form;
  const isSure = useSignal(true);
  const savedAt = setup.savedAt.value;
  return (
    <aside class="setup-save" aria-labelledby="setup-save">
      <h2 id="setup-save">{words.title}</h2>
      {setup.met.value && <MetView setup={setup} met={setup.met.value} before={before} />}
      {setup.problem.value && setup.problem.value.status !== 412 && (
        <Refusal problem={setup.problem.value} labels={labelsOf(setup.problem.value.errors, form)} />
      )}
      {changes.length === 0 ? (
        <p class="nothing">{words.none}</p>
      ) : (
        <Changes changes={changes} before={before} form={form} onGoTo={onGoTo} />
      )}
      <div class="setup-go">
        <p role="status">
          {setup.isBusy.value
            ? words.saving
            : savedAt !== undefined
              ? words.saved(clockTime(savedAt, store.timeZone.value))
              : changes.length > 0 && (setup.wasRestored.value ? words.restored : words.kept)}
        </p>
        <button
          type="button"
          class="button primary send"
          disabled={changes.length === 0 || setup.isBusy.value}
          onClick={onSave}
        >
          {changes.length === 0 ? words.save : words.saveCount(changes.length)}
        </button>
        {changes.length > 0 && (
          <button type="button" class="button" onClick={() => (isSure.value = false)}>
            {words.undoAll}
          </button>
        )}
      </div>
      {!isSure.value && (
        <Dialog title={words.undoAllSure} onClose={() => (isSure.value = true)}>
          <p>{words.undoAllHint}</p>
          <div class="pair">
            <button type="button" class="button" onClick={() => (isSure.value = true)}>
              {words.keepTyping}
            </button>
            <button
              type="button"
              class="button primary"
              onClick={() => {
                setup.undoAll();
                isSure.value = true;
              }}
            >
              {words.giveUp}
            </button>
          </div>
        </Dialog>
      )}
    </aside>
  );
}

/** A fault in a list is said with the name of the place: "Halls · Hall 4". */
function labelsOf(errors: readonly FieldProblem[], form: EventForm): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const { path } of errors) {
    const [list, at] = path.split(".");
    if (list !== "zones" && list !== "halls" && list !== "tracks") continue;
    const place = form[list][Number(at)];
    const section = setupWords.value.sections[list];
    labels[path] = place === undefined ? section : `${section} · ${nameOf(place, form, language.value)}`;
  }
  return labels;
}

interface ChangesProps {
  readonly changes: readonly Change[];
  readonly before: EventForm;
  readonly form: EventForm;
  readonly onGoTo?: (section: Section) => void;
}

function Changes({ changes, before, form, onGoTo }: ChangesProps) {
  const sections = [...new Set(changes.map(({ section }) => section))];
  const listed = changes.slice(0, LISTED);
  return (
    <div class="event-changes">
      {sections
        .filter((section) => listed.some((change) => change.section === section))
        .map((section) => (
          <section key={section}>
            <h3>
              {onGoTo === undefined ? (
                setupWords.value.sections[section]
              ) : (
                <button type="button" class="plain" onClick={() => onGoTo(section)}>
                  {setupWords.value.sections[section]}
                </button>
              )}
            </h3>
            <ul>
              {listed
                .filter((change) => change.section === section)
                .map((change) => (
                  <ChangeLine key={change.key} change={change} before={before} form={form} />
                ))}
            </ul>
          </section>
        ))}
      {changes.length > LISTED && <p class="num">{savingWords.value.more(changes.length - LISTED)}</p>}
    </div>
  );
}

function ChangeLine({ change, before, form }: { change: Change; before: EventForm; form: EventForm }) {
  const words = savingWords.value;
  const { what, was, is } = sayChange(change, { before, form, language: language.value });
  return (
    <li data-what={change.what}>
      <span>{what}</span>
      {was !== "" && (
        <del>
          <span class="hush">{words.was} </span>
          {was}
        </del>
      )}
      <b>
        <span class="hush">{words.is} </span>
        {is}
      </b>
    </li>
  );
}

interface MetProps {
  readonly setup: EventSetup;
  readonly met: Met;
  readonly before: EventForm;
}

/** What the other one saved, and the fields that both changed. Nothing typed here is lost either way. */
function MetView({ setup, met, before }: MetProps) {
  const words = savingWords.value;
  return (
    <section class="met" role="alert">
      <h3>{words.metTitle}</h3>
      <p>{words.metHint}</p>
      {met.changes.length > 0 && (
        <>
          <h4>{words.theyChanged}</h4>
          <Changes changes={met.changes} before={before} form={before} />
        </>
      )}
      {met.clashes.length > 0 && (
        <>
          <h4>{words.clashes}</h4>
          <ul class="clashes">
            {met.clashes.map((clash) => (
              <li key={clash.path.join("/")}>
                <span>{sayPath(clash.path, before, language.value)}</span>
                <dl>
                  <dt>{words.mine}</dt>
                  <dd>{sayClash(clash.mine)}</dd>
                  <dt>{words.theirs}</dt>
                  <dd>{sayClash(clash.theirs)}</dd>
                </dl>
                <button type="button" class="button" onClick={() => setup.takeTheirs(clash)}>
                  {words.takeTheirs}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function sayClash(value: unknown): string {
  if (value === undefined) return savingWords.value.removed;
  if (value === "") return savingWords.value.empty;
  if (Array.isArray(value)) return value.map(String).join(", ");
  if (typeof value === "object" && value !== null && "name" in value)
    return Object.values(value.name as Record<string, string>).join(" / ");
  return String(value);
}
