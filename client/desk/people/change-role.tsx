import { useSignal } from "@preact/signals";
import type { Person } from "../../../server/contract/desk-people.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Refusal } from "../parts/form-field.tsx";
import { shellWords } from "../shell/words.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { calledName, rolesUpTo } from "./people.ts";
import { RoleChoice } from "./role-choice.tsx";
import { peopleWords } from "./words.ts";

interface ChangeRoleProps {
  readonly store: DeskStore;
  readonly person: Person;
  readonly onClose: () => void;
  readonly onDone: (what: string) => void;
}

export function ChangeRole({ store, person, onClose, onDone }: ChangeRoleProps) {
  const role = useSignal(person.role);
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const words = peopleWords.value;
  const name = calledName(person);
  const submit = async () => {
    isBusy.value = true;
    const answer = await store.asking<Person>(`/api/v1/desk/people/${person.id}`, {
      method: "PATCH",
      body: { role: role.value },
    });
    isBusy.value = false;
    if (answer.ok) onDone(words.roleChanged(name, shellWords.value.roles[answer.body.role]));
    else problem.value = answer.problem;
  };
  return (
    <Dialog title={words.changeRoleTitle(name)} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Refusal problem={problem.value} />
        <RoleChoice
          isFirst
          roles={rolesUpTo(store.who.value?.role ?? "author")}
          value={role.value}
          onValue={(chosen) => (role.value = chosen)}
        />
        <p>{words.changeRoleNote}</p>
        <div class="pair">
          <button type="button" class="button" onClick={onClose}>
            {shellWords.value.cancel}
          </button>
          <button type="submit" class="button primary" disabled={isBusy.value || role.value === person.role}>
            {words.changeRoleDoes}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
