import { useSignal } from "@preact/signals";
import type { NewToken } from "../../../server/contract/desk-people.ts";
import type { Role } from "../../../server/contract/people.ts";
import { CheckField } from "../parts/check-field.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { ownFault, ownRefusal } from "../parts/fault-words.ts";
import { Refusal, TextField } from "../parts/form-field.tsx";
import { shellWords } from "../shell/words.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { rolesUpTo } from "./people.ts";
import { RoleChoice } from "./role-choice.tsx";
import { peopleWords } from "./words.ts";

const NAME_MAX = 100;

interface NewTokenFormProps {
  readonly store: DeskStore;
  readonly onMade: (made: NewToken) => void;
  readonly onClose: () => void;
}

export function NewTokenForm({ store, onMade, onClose }: NewTokenFormProps) {
  const name = useSignal("");
  const role = useSignal<Role>("author");
  const urgent = useSignal(false);
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const words = peopleWords.value;
  const submit = async () => {
    if (name.value.trim() === "") {
      problem.value = ownRefusal([ownFault("name", "required")]);
      return;
    }
    isBusy.value = true;
    const body = { name: name.value.trim(), role: role.value, urgent: urgent.value };
    const answer = await store.asking<NewToken>("/api/v1/desk/tokens", { method: "POST", body });
    isBusy.value = false;
    if (answer.ok) onMade(answer.body);
    else problem.value = answer.problem;
  };
  return (
    <Dialog title={words.tokenNew} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Refusal problem={problem.value} />
        <TextField
          label={words.tokenName}
          hint={words.tokenNameHint}
          required
          maxLength={NAME_MAX}
          value={name.value}
          path="name"
          problem={problem.value}
          onValue={(value) => (name.value = value)}
        />
        <RoleChoice
          roles={rolesUpTo(store.who.value?.role ?? "author")}
          value={role.value}
          onValue={(chosen) => (role.value = chosen)}
        />
        <CheckField
          label={words.tokenUrgent}
          hint={words.tokenUrgentHint}
          isOn={urgent.value}
          path="urgent"
          problem={problem.value}
          onChange={(isOn) => (urgent.value = isOn)}
        />
        <div class="pair">
          <button type="button" class="button" onClick={onClose}>
            {shellWords.value.cancel}
          </button>
          <button type="submit" class="button primary" disabled={isBusy.value}>
            {words.tokenCreate}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
