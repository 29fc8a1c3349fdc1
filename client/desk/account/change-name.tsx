import { useSignal } from "@preact/signals";
import { ownFault, ownRefusal } from "../parts/fault-words.ts";
import { Refusal, TextField } from "../parts/form-field.tsx";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore, Who } from "../state/desk-store.ts";
import { accountWords } from "./words.ts";

const NAME_MAX = 100;

export function ChangeName({ store }: { store: DeskStore }) {
  const name = useSignal(store.who.value?.name ?? "");
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const said = useSignal("");
  const words = accountWords.value;
  const submit = async () => {
    said.value = "";
    if (name.value.trim() === "") {
      problem.value = ownRefusal([ownFault("name", "required")]);
      return;
    }
    isBusy.value = true;
    const body = { name: name.value.trim() };
    const answer = await store.asking<Who>("/api/v1/session", { method: "PATCH", body });
    isBusy.value = false;
    problem.value = answer.ok ? undefined : answer.problem;
    if (!answer.ok) return;
    store.who.value = answer.body;
    name.value = answer.body.name ?? "";
    said.value = words.nameSaved;
  };
  return (
    <form
      noValidate
      aria-labelledby="name-title"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 id="name-title">{words.nameTitle}</h2>
      <Refusal problem={problem.value} />
      <TextField
        label={words.name}
        hint={words.nameHint}
        autocomplete="name"
        maxLength={NAME_MAX}
        value={name.value}
        path="name"
        problem={problem.value}
        onValue={(value) => (name.value = value)}
      />
      <p class="said" role="status">
        {said.value}
      </p>
      <button type="submit" class="button" disabled={isBusy.value}>
        {words.saveName}
      </button>
    </form>
  );
}
