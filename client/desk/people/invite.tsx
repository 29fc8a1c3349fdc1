import { useSignal } from "@preact/signals";
import type { Invited } from "../../../server/contract/desk-people.ts";
import type { Role } from "../../../server/contract/people.ts";
import { ownFault, ownRefusal } from "../parts/fault-words.ts";
import { Refusal, SelectField, TextField } from "../parts/form-field.tsx";
import { shellWords } from "../shell/words.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { rolesUpTo } from "./people.ts";
import { peopleWords } from "./words.ts";

interface InviteProps {
  readonly store: DeskStore;
  readonly onInvited: (invited: Invited) => void;
}

export function Invite({ store, onInvited }: InviteProps) {
  const email = useSignal("");
  const role = useSignal<Role>("author");
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const words = peopleWords.value;
  const submit = async () => {
    if (email.value.trim() === "") {
      problem.value = ownRefusal([ownFault("email", "required")]);
      return;
    }
    isBusy.value = true;
    const body = { email: email.value.trim(), role: role.value };
    const answer = await store.asking<Invited>("/api/v1/desk/people", { method: "POST", body });
    isBusy.value = false;
    problem.value = answer.ok ? undefined : answer.problem;
    if (!answer.ok) return;
    email.value = "";
    onInvited(answer.body);
  };
  return (
    <form
      class="invite"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{words.invite}</h2>
      <Refusal problem={problem.value} />
      <TextField
        label={words.email}
        hint={words.emailHint}
        type="email"
        autocomplete="off"
        required
        value={email.value}
        path="email"
        problem={problem.value}
        onValue={(value) => (email.value = value)}
      />
      <SelectField
        label={words.role}
        hint={words.roleHint}
        value={role.value}
        path="role"
        problem={problem.value}
        onValue={(value) => (role.value = value as Role)}
      >
        {rolesUpTo(store.who.value?.role ?? "author").map((each) => (
          <option key={each} value={each}>
            {shellWords.value.roles[each]}
          </option>
        ))}
      </SelectField>
      <button type="submit" class="button primary" disabled={isBusy.value}>
        {words.inviteDoes}
      </button>
    </form>
  );
}
