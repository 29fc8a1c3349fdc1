import type { Kind } from "../../../server/contract/announcement.ts";
import { directionOf, ownNameOf } from "../../shared/languages.ts";
import { Icon } from "../../shared/parts/icon.tsx";
import { KINDS } from "../../shared/view-model.ts";
import type { DeskProps } from "../desk-page.tsx";
import { Faults, Refusal, TextArea } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { ComposerDetails } from "./composer-details.tsx";
import type { ComposerForm, FormAction } from "./composer-form.ts";

export const kindNames: Record<Kind, string> = {
  "session-start": "Session start",
  release: "Release",
  result: "Result",
  "programme-change": "Change",
  notice: "Notice",
  urgent: "Urgent",
};

const stateNames = {
  draft: "Draft",
  submitted: "Waits for approval",
  approved: "Approved",
  scheduled: "Scheduled",
  overdue: "Overdue",
  published: "Published",
  corrected: "Corrected",
  withdrawn: "Withdrawn",
  discarded: "Discarded",
};

/** What it says: kind, words in each language, what to do next, and what its kind needs besides. */
export function Composer({ store }: DeskProps) {
  const form = store.form.value;
  const item = store.openItem.value;
  const isGone = item?.state === "withdrawn";
  return (
    <main class="write">
      <header>
        <h2>{item === undefined ? `New ${kindNames[form.kind].toLowerCase()}` : kindNames[form.kind]}</h2>
        {item && <span class="plate soft">Revision {item.revision}</span>}
        {item && (
          <span class="plate soft" data-state={item.state}>
            {stateNames[item.state]}
          </span>
        )}
        <Saved store={store} />
      </header>
      <Refusal problem={store.problem.value} />
      {store.problem.value?.code === "stale_revision" && <Newer store={store} />}
      <fieldset class="whole" disabled={isGone || store.isBusy.value}>
        <legend class="hush">Announcement</legend>
        <Kinds store={store} />
        <Tongues store={store} />
        <ComposerDetails store={store} />
        <Actions store={store} />
      </fieldset>
    </main>
  );
}

function Saved({ store }: { store: DeskStore }) {
  const said = store.wasRestored.value ? "What you had typed was kept on this device" : "Not saved yet";
  return (
    <span class="saved" role="status">
      {store.isDirty.value ? said : store.said.value}
    </span>
  );
}

/** Somebody else saved first: what was typed stays until they say otherwise. */
const Newer = ({ store }: { store: DeskStore }) => {
  const { id } = store.form.value;
  const loadNewer = () => {
    store.forget(id);
    store.open(id);
  };
  return (
    <p>
      <button type="button" class="button" onClick={loadNewer}>
        Load what is there now
      </button>
    </p>
  );
};

function Kinds({ store }: { store: DeskStore }) {
  const { kind, id } = store.form.value;
  const isSent = store.openItem.value?.publishedAt !== undefined;
  return (
    <fieldset class="kinds" disabled={id !== undefined && isSent}>
      <legend class="hush">Kind</legend>
      {KINDS.map((name) => (
        <span key={name} data-kind={name}>
          <input
            type="radio"
            name="kind"
            id={`kind-${name}`}
            checked={kind === name}
            onChange={() => store.edit({ kind: name })}
          />
          <label for={`kind-${name}`}>
            <Icon name={name} />
            {kindNames[name]}
          </label>
        </span>
      ))}
    </fieldset>
  );
}

const FITS = 80;

function Tongues({ store }: { store: DeskStore }) {
  const { text } = store.form.value;
  const languages = store.event.value?.languages ?? [store.language.value];
  const shown = languages.filter((language) => language in text);
  const others = languages.filter((language) => !(language in text));
  const write = (language: string, change: Partial<ComposerForm["text"][string]>) =>
    store.edit({ text: { ...text, [language]: { headline: "", body: "", ...text[language], ...change } } });
  const remove = (language: string) => {
    const { [language]: _removed, ...rest } = text;
    store.edit({ text: rest });
  };
  return (
    <>
      <div class="tongues">
        {shown.map((language) => {
          const { headline, body } = text[language]!;
          const isFirst = language === languages[0];
          return (
            <section key={language} class="tongue" aria-label={ownNameOf(language)}>
              <header>
                <b lang={language}>{ownNameOf(language)}</b>
                {isFirst ? (
                  <span>First language</span>
                ) : (
                  <button type="button" class="plain" onClick={() => remove(language)}>
                    Remove
                  </button>
                )}
              </header>
              <div lang={language} dir={directionOf(language)}>
                <TextArea
                  label="Headline"
                  look="headline"
                  rows={2}
                  value={headline}
                  path={`text.${language}.headline`}
                  problem={store.problem.value}
                  onValue={(value) => write(language, { headline: value.replaceAll("\n", " ") })}
                />
              </div>
              <div lang={language} dir={directionOf(language)}>
                <TextArea
                  label="Text"
                  look="text"
                  rows={4}
                  value={body}
                  path={`text.${language}.body`}
                  problem={store.problem.value}
                  onValue={(value) => write(language, { body: value })}
                />
              </div>
              <p class="fits">
                <span>{headline.length <= FITS ? "Fits every screen" : "Long for a screen"}</span>
                <span class="num">{headline.length} / 200</span>
              </p>
            </section>
          );
        })}
      </div>
      {others.length > 0 && (
        <p class="chips">
          {others.map((language) => (
            <button type="button" class="chip" key={language} onClick={() => write(language, {})}>
              Add <span lang={language}>{ownNameOf(language)}</span>
            </button>
          ))}
        </p>
      )}
    </>
  );
}

function Actions({ store }: { store: DeskStore }) {
  const { online, inPerson, text } = store.form.value;
  const languages = Object.keys(text);
  const row = (name: "online" | "inPerson", action: FormAction, who: string) => (
    <div class="do">
      <span class="label">
        <Icon name={name === "online" ? "screen" : "place"} />
        {name === "online" ? "Online" : "In person"}
      </span>
      <span class="labels">
        {languages.map((language) => (
          <input
            key={language}
            lang={language}
            aria-label={`Label for those ${who}, ${ownNameOf(language)}`}
            placeholder={name === "online" ? "Watch live" : "Hall 4, gate B"}
            value={action.label[language] ?? ""}
            onInput={(event) => {
              const label = { ...action.label, [language]: event.currentTarget.value };
              store.edit({ [name]: { ...action, label } });
            }}
          />
        ))}
      </span>
      <input
        aria-label={`Link for those ${who}`}
        placeholder="https://"
        inputMode="url"
        value={action.url}
        onInput={(event) => store.edit({ [name]: { ...action, url: event.currentTarget.value } })}
      />
    </div>
  );
  return (
    <section>
      <p class="label">What to do next</p>
      {row("online", online, "online")}
      {row("inPerson", inPerson, "on site")}
      <Faults problem={store.problem.value} path="actions" />
    </section>
  );
}
