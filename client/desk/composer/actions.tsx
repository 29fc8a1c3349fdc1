import { useId } from "preact/hooks";
import type { Action } from "../../../server/contract/announcement.ts";
import { Icon } from "../../shared/parts/icon.tsx";
import { directionOf, ownNameOf } from "../../shared/words/languages.ts";
import { Faults, faultsAt } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { type ActionRow, actionRows, removeAction, writeAction } from "./action-rows.ts";
import { isLink, mayBecomeLink } from "./links.ts";
import { writeWords } from "./words.ts";
import { languagesOf } from "./writing.ts";

const icons = { online: "screen", "in-person": "place", everyone: "arrow" } as const;

/** What a reader may do about it, by how they attend. More than one for a way of attending is possible. */
export function Actions({ store }: { store: DeskStore }) {
  const said = writeWords.value;
  const { actions } = store.form.value;
  const add = (whom: Action["for"]) =>
    store.edit({ actions: [...store.form.peek().actions, { for: whom, label: {}, url: "" }] });
  return (
    <section class="actions">
      <p class="label">{said.doNext}</p>
      {actionRows(actions).map((row, at) => (
        <Row key={`${row.for} ${at}`} store={store} row={row} />
      ))}
      <Faults problem={ownFaults(store)} path="actions" />
      <p class="chips">
        <span class="label">{said.addAction}</span>
        {(["online", "in-person", "everyone"] as const).map((whom) => (
          <button key={whom} type="button" class="chip" onClick={() => add(whom)}>
            {said.modes[whom]}
          </button>
        ))}
      </p>
    </section>
  );
}

/** What is said of the list as a whole; what is wrong in a row stands at the row. */
function ownFaults(store: DeskStore) {
  const problem = store.problem.value;
  return problem && { ...problem, errors: problem.errors.filter(({ path }) => path === "actions") };
}

function Row({ store, row }: { store: DeskStore; row: ActionRow }) {
  const said = writeWords.value;
  const id = useId();
  const { actions, text } = store.form.value;
  const shown = languagesOf(store).filter((language) => language in text || row.label[language]);
  const path = `actions.${row.written}`;
  const faults = faultsAt(store.problem.value, `${path}.url`);
  const isBad = row.url.trim() !== "" && !isLink(row.url) && !mayBecomeLink(row.url);
  const write = (change: { label?: Record<string, string>; url?: string }) =>
    store.edit({ actions: writeAction(store.form.peek().actions, row, change) });
  const canGo = row.at !== undefined && actions.filter(({ for: whom }) => whom === row.for).length > 1;
  return (
    <div class="do">
      <span class="label">
        <Icon name={icons[row.for]} />
        {said.modes[row.for]}
      </span>
      <span class="labels">
        {shown.map((language) => (
          <input
            key={language}
            lang={language}
            dir={directionOf(language)}
            data-path={`${path}.label.${language}`}
            aria-label={said.inTongue(said.labelFor[row.for], ownNameOf(language))}
            placeholder={shown.length > 1 ? ownNameOf(language) : said.examples[row.for]}
            value={row.label[language] ?? ""}
            onInput={(event) => write({ label: { ...row.label, [language]: event.currentTarget.value } })}
          />
        ))}
        <Faults problem={store.problem.value} path={`${path}.label`} />
      </span>
      <span class="link">
        <input
          type="url"
          dir="ltr"
          data-path={`${path}.url`}
          aria-label={said.linkFor[row.for]}
          aria-invalid={isBad || faults.length > 0}
          aria-describedby={isBad || faults.length > 0 ? `${id}-fault` : undefined}
          placeholder="https://"
          inputMode="url"
          value={row.url}
          onInput={(event) => write({ url: event.currentTarget.value })}
        />
        {isBad && faults.length === 0 && (
          <p class="fault" id={`${id}-fault`}>
            {said.badLink}
          </p>
        )}
        <Faults problem={store.problem.value} path={`${path}.url`} id={`${id}-fault`} />
      </span>
      {canGo && (
        <button
          type="button"
          class="plain"
          aria-label={said.removeAction(Object.values(row.label).find(Boolean) ?? said.modes[row.for])}
          onClick={() => store.edit({ actions: removeAction(actions, row) })}
        >
          {said.remove}
        </button>
      )}
    </div>
  );
}
