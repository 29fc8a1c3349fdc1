import { useSignal } from "@preact/signals";
import { Mark } from "../../shared/parts/icon.tsx";
import { Refusal, TextField } from "../parts/form-field.tsx";
import { ask, type Problem } from "../state/desk-api.ts";
import type { DeskStore, Who } from "../state/desk-store.ts";
import { shellWords } from "./words.ts";

interface DoorProps {
  readonly title: string;
  readonly button: string;
  readonly problem: Problem | undefined;
  readonly isBusy: boolean;
  readonly onSubmit: () => void;
  // biome-ignore lint/suspicious/noExplicitAny: children of any kind
  readonly children: any;
}

function Door({ title, button, problem, isBusy, onSubmit, children }: DoorProps) {
  return (
    <main class="door">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <Mark />
        <h1>{title}</h1>
        <Refusal problem={problem} />
        {children}
        <button type="submit" class="button primary send" disabled={isBusy}>
          {button}
        </button>
      </form>
    </main>
  );
}

export function SignIn({ store }: { store: DeskStore }) {
  const email = useSignal("");
  const password = useSignal("");
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const said = shellWords.value;
  const submit = async () => {
    isBusy.value = true;
    const body = { email: email.value, password: password.value };
    const answer = await ask<Who>("/api/v1/session", { method: "POST", body });
    isBusy.value = false;
    if (answer.ok) store.enter(answer.body);
    else problem.value = answer.problem;
  };
  return (
    <Door
      title={said.signInTitle}
      button={said.signIn}
      problem={problem.value}
      isBusy={isBusy.value}
      onSubmit={submit}
    >
      <TextField
        label={said.email}
        type="email"
        autocomplete="username"
        value={email.value}
        path="email"
        problem={problem.value}
        onValue={(value) => (email.value = value)}
      />
      <TextField
        label={said.password}
        type="password"
        autocomplete="current-password"
        value={password.value}
        path="password"
        problem={problem.value}
        onValue={(value) => (password.value = value)}
      />
    </Door>
  );
}

interface InvitationProps {
  readonly store: DeskStore;
  readonly secret: string;
  readonly onDone: () => void;
}

export function AcceptInvitation({ store, secret, onDone }: InvitationProps) {
  const name = useSignal("");
  const password = useSignal("");
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const said = shellWords.value;
  const submit = async () => {
    isBusy.value = true;
    const called = name.value.trim() === "" ? {} : { name: name.value.trim() };
    const body = { secret, password: password.value, ...called };
    const answer = await ask<Who>("/api/v1/session/invitation", { method: "POST", body });
    isBusy.value = false;
    if (!answer.ok) {
      problem.value = answer.problem;
      return;
    }
    store.enter(answer.body);
    onDone();
  };
  return (
    <Door
      title={said.welcome}
      button={said.accept}
      problem={problem.value}
      isBusy={isBusy.value}
      onSubmit={submit}
    >
      <TextField
        label={said.yourName}
        hint={said.yourNameHint}
        autocomplete="name"
        value={name.value}
        path="name"
        problem={problem.value}
        onValue={(value) => (name.value = value)}
      />
      <TextField
        label={said.choosePassword}
        hint={said.passwordHint}
        type="password"
        autocomplete="new-password"
        value={password.value}
        path="password"
        problem={problem.value}
        onValue={(value) => (password.value = value)}
      />
    </Door>
  );
}
