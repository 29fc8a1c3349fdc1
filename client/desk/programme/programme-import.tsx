import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { ImportFinding, ProgrammeDiff, Session } from "../../../server/contract/programme.ts";
import { sayIn } from "../../shared/languages.ts";
import { clockTime, shortDay } from "../../shared/time.ts";
import { Refusal } from "../parts/form-field.tsx";
import { ask, type Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";

interface Imported {
  readonly summary: { readonly sessions: number };
  readonly diff: ProgrammeDiff;
  readonly warnings: readonly ImportFinding[];
}

const types: Record<string, string> = {
  json: "application/json",
  xml: "application/xml",
  ics: "text/calendar",
};

/** A file without a type, or with a system's own, is known by its ending. */
const typed = (file: File): Blob =>
  new Blob([file], { type: types[file.name.split(".").at(-1) ?? ""] ?? file.type });

const lists = ["added", "removed", "moved", "changed"] as const;

/** First what would change, then, if that is wanted, the change: all of it or nothing. */
export function ProgrammeImport({ store, onClose }: { store: DeskStore; onClose: () => void }) {
  const id = useId();
  const file = useSignal<Blob | undefined>(undefined);
  const found = useSignal<Imported | undefined>(undefined);
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);

  async function send(isDryRun: boolean): Promise<void> {
    if (file.value === undefined) return;
    isBusy.value = true;
    problem.value = undefined;
    const path = `/api/v1/desk/programme${isDryRun ? "?dryRun=1" : ""}`;
    const answer = await ask<Imported>(path, { method: "POST", file: file.value });
    isBusy.value = false;
    if (!answer.ok) problem.value = answer.problem;
    else if (isDryRun) found.value = answer.body;
    else {
      store.said.value = "Programme imported";
      onClose();
    }
  }

  const choose = (chosen: File | undefined) => {
    found.value = undefined;
    file.value = chosen && typed(chosen);
    void send(true);
  };
  return (
    <div class="import">
      <div class="field">
        <label for={id}>Programme file</label>
        <input
          id={id}
          type="file"
          accept=".json,.xml,.ics,application/json,application/xml,text/xml,text/calendar"
          onChange={(event) => choose(event.currentTarget.files?.[0])}
        />
        <small>c3voc or frab JSON, frab XML, pretalx, iCalendar; up to 8 MB</small>
      </div>
      <Refusal problem={problem.value} />
      {found.value && <Difference store={store} found={found.value} />}
      <div class="pair">
        <button type="button" class="button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          class="button primary"
          disabled={found.value === undefined || isBusy.value}
          onClick={() => void send(false)}
        >
          Apply
        </button>
      </div>
    </div>
  );
}

function Difference({ store, found }: { store: DeskStore; found: Imported }) {
  const zone = store.timeZone.value;
  const line = ({ startsAt, title }: Session) =>
    `${shortDay(Date.parse(startsAt), zone, "en")} ${clockTime(Date.parse(startsAt), zone)} ${sayIn(title, store.language.value, []).text}`;
  return (
    <div class="difference">
      <p>
        <b>{found.summary.sessions} sessions.</b>{" "}
        {lists.map((name) => `${found.diff[name].length} ${name}`).join(", ")}
      </p>
      {lists
        .filter((name) => found.diff[name].length > 0)
        .map((name) => (
          <details key={name}>
            <summary>
              {found.diff[name].length} {name}
            </summary>
            <ul>
              {found.diff[name].map((session) => (
                <li key={session.id}>
                  {"before" in session && <del>{line(session.before)}</del>} {line(session)}
                </li>
              ))}
            </ul>
          </details>
        ))}
      {found.warnings.length > 0 && (
        <details>
          <summary>{found.warnings.length} warnings</summary>
          <ul>
            {found.warnings.map(({ path, message }) => (
              <li>
                <code>{path}</code> {message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
