import { useSignal } from "@preact/signals";
import { ownFault, ownRefusal } from "../parts/fault-words.ts";
import { Refusal, TextField } from "../parts/form-field.tsx";
import type { FieldProblem, Problem } from "../state/desk-api.ts";
import type { DeskStore, Who } from "../state/desk-store.ts";
import { PASSWORD_MAX, PASSWORD_MIN, type Strength, strengthOf } from "./strength.ts";
import { accountWords } from "./words.ts";

/** What can be said before the server is asked. */
function faultsIn(password: string, newPassword: string): FieldProblem[] {
  const faults: FieldProblem[] = [];
  if (password === "") faults.push(ownFault("password", "required"));
  if (newPassword === "") faults.push(ownFault("newPassword", "required"));
  else if (newPassword.length < PASSWORD_MIN)
    faults.push(ownFault("newPassword", "too_short", { min: PASSWORD_MIN }));
  else if (newPassword.length > PASSWORD_MAX)
    faults.push(ownFault("newPassword", "too_long", { max: PASSWORD_MAX }));
  return faults;
}

interface Props {
  readonly store: DeskStore;
  /** Every other session is over then. */
  readonly onChanged: () => void;
}

export function ChangePassword({ store, onChanged }: Props) {
  const password = useSignal("");
  const newPassword = useSignal("");
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const said = useSignal("");
  const words = accountWords.value;
  const who = store.who.value;
  const known = ["Fanfare", who?.name, who?.email, ...Object.values(store.event.value?.name ?? {})];
  const strength = strengthOf(
    newPassword.value,
    known.filter((name) => name !== undefined),
  );

  const submit = async () => {
    said.value = "";
    const faults = faultsIn(password.value, newPassword.value);
    problem.value = faults.length > 0 ? ownRefusal(faults) : undefined;
    if (faults.length > 0) return;
    isBusy.value = true;
    const body = { password: password.value, newPassword: newPassword.value };
    const answer = await store.asking<Who>("/api/v1/session/password", { method: "POST", body });
    isBusy.value = false;
    problem.value = answer.ok ? undefined : answer.problem;
    if (!answer.ok) return;
    password.value = "";
    newPassword.value = "";
    said.value = words.passwordChanged;
    onChanged();
  };

  return (
    <form
      noValidate
      aria-labelledby="password-title"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 id="password-title">{words.passwordTitle}</h2>
      <Refusal problem={problem.value} labels={{ password: words.password }} />
      {/* Tells a keeper of passwords whose it is. */}
      <input
        class="hush"
        tabIndex={-1}
        aria-hidden="true"
        autocomplete="username"
        readOnly
        value={who?.email}
      />
      <TextField
        label={words.password}
        type="password"
        autocomplete="current-password"
        value={password.value}
        path="password"
        problem={problem.value}
        onValue={(value) => (password.value = value)}
      />
      <TextField
        label={words.newPassword}
        hint={words.newPasswordHint}
        type="password"
        autocomplete="new-password"
        value={newPassword.value}
        path="newPassword"
        problem={problem.value}
        onValue={(value) => (newPassword.value = value)}
      />
      <p class="strength" role="status" data-strength={strength.is}>
        {inWords(strength)}
      </p>
      <p class="said" role="status">
        {said.value}
      </p>
      <button type="submit" class="button" disabled={isBusy.value}>
        {words.changePassword}
      </button>
    </form>
  );
}

function inWords(strength: Strength): string {
  const words = accountWords.value;
  switch (strength.is) {
    case "empty":
      return "";
    case "short":
      return words.short(strength.missing);
    case "long":
      return words.long(strength.over);
    default:
      return words[strength.is];
  }
}
