import { useSignal } from "@preact/signals";
import { Dialog } from "../parts/dialog.tsx";
import { Refusal, TextField } from "../parts/form-field.tsx";
import { ask, type Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { shellWords } from "./words.ts";

/** Some rights are had only shortly after signing in. */
export function PasswordAgain({ store, onDone }: { store: DeskStore; onDone: (isProven: boolean) => void }) {
  const password = useSignal("");
  const problem = useSignal<Problem | undefined>(undefined);
  const said = shellWords.value;
  const submit = async () => {
    const body = { email: store.who.value?.email, password: password.value };
    const answer = await ask("/api/v1/session", { method: "POST", body });
    if (!answer.ok) {
      problem.value = answer.problem;
      return;
    }
    onDone(true);
  };
  return (
    <Dialog title={said.again} onClose={() => onDone(false)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p>{said.againWhy}</p>
        <Refusal problem={problem.value} />
        <TextField
          label={said.password}
          type="password"
          autocomplete="current-password"
          value={password.value}
          path="password"
          problem={problem.value}
          onValue={(value) => (password.value = value)}
        />
        <div class="pair">
          <button type="button" class="button" onClick={() => onDone(false)}>
            {said.cancel}
          </button>
          <button type="submit" class="button primary">
            {said.goOn}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
