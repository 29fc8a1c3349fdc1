import { TextField } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { isLink, mayBecomeLink } from "./links.ts";
import { PodiumEditor } from "./podium-editor.tsx";
import { writeWords } from "./words.ts";
import { answer } from "./writing.ts";

/** The fields that only one kind has; those of what is urgent stand above the words. */
export function ComposerDetails({ store }: { store: DeskStore }) {
  switch (store.form.value.kind) {
    case "release":
      return <ReleaseDetails store={store} />;
    case "result":
      return <ResultDetails store={store} />;
    case "programme-change":
      return <ChangeDetails store={store} />;
    default:
      return null;
  }
}

function ReleaseDetails({ store }: { store: DeskStore }) {
  const { release } = store.form.value;
  const said = writeWords.value;
  const url = release.url ?? "";
  const isBad = url.trim() !== "" && !isLink(url) && !mayBecomeLink(url);
  const field = (name: "document" | "publisher" | "url", label: string) => (
    <TextField
      label={label}
      value={release[name] ?? ""}
      path={`details.${name}`}
      problem={store.problem.value}
      type={name === "url" ? "url" : "text"}
      {...(name === "url" ? { placeholder: "https://", dir: "ltr" as const } : {})}
      {...(name === "url" && isBad ? { hint: said.badLink } : {})}
      onValue={(value) => answer(store, { release: { ...release, [name]: value } })}
    />
  );
  return (
    <section class="three">
      {field("document", said.document)}
      {field("publisher", said.publisher)}
      {field("url", said.documentLink)}
    </section>
  );
}

function ChangeDetails({ store }: { store: DeskStore }) {
  const { change } = store.form.value;
  const said = writeWords.value;
  const field = (name: "change" | "from" | "to", label: string) => (
    <TextField
      label={label}
      value={change[name] ?? ""}
      path={`details.${name}`}
      problem={store.problem.value}
      onValue={(value) => answer(store, { change: { ...change, [name]: value } })}
    />
  );
  return (
    <section class="three">
      {field("from", said.was)}
      {field("to", said.is)}
      {field("change", said.whatChanges)}
    </section>
  );
}

function ResultDetails({ store }: { store: DeskStore }) {
  const said = writeWords.value;
  return (
    <section>
      <TextField
        label={said.competition}
        value={store.form.value.competition}
        path="details.competition"
        problem={store.problem.value}
        onValue={(value) => answer(store, { competition: value })}
      />
      <PodiumEditor store={store} />
    </section>
  );
}
