import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { textIn } from "../shared/languages.ts";
import { ask, type Problem } from "./desk-api.ts";
import type { DeskProps } from "./desk-page.tsx";
import type { Question } from "./desk-store.ts";
import { Refusal, TextField } from "./form-field.tsx";
import { ProgrammeImport } from "./programme-import.tsx";

type Asked<Name extends Question["ask"]> = Extract<Question, { ask: Name }>;

/** The one question that is open, if any. */
export function Questions({ store, commands }: DeskProps) {
  const question = store.question.value;
  const close = () => {
    store.question.value = undefined;
  };
  if (question?.ask === "urgent") return <ConfirmUrgent store={store} question={question} onClose={close} />;
  if (question?.ask === "withdraw")
    return <Withdraw commands={commands} store={store} question={question} onClose={close} />;
  if (question?.ask === "password")
    return <PasswordAgain store={store} question={question} onClose={close} />;
  if (question?.ask === "programme")
    return (
      <Dialog title="Import programme" onClose={close}>
        <ProgrammeImport store={store} onClose={close} />
      </Dialog>
    );
  return null;
}

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly look?: string;
  readonly children: ComponentChildren;
}

function Dialog({ title, onClose, look = "", children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class={look} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}

/** The second look at an urgent announcement: what it is, in its own frame, before anybody sees it. */
function ConfirmUrgent({
  store,
  question,
  onClose,
}: Pick<DeskProps, "store"> & { question: Asked<"urgent">; onClose: () => void }) {
  const form = store.form.value;
  const { status = "exercise", messageType = "alert" } = form.urgent;
  const { headline } = textIn(form, store.language.value, []);
  return (
    <Dialog title={`Send this ${status} ${messageType.replace("-", " ")}?`} onClose={onClose}>
      <div class={`alert status-${status}`}>
        <p>
          <b>{headline || "Without a headline"}</b>
        </p>
      </div>
      <p>
        It goes to every page and screen at once, and cannot be undone. It is sent as <b>{status}</b>.
      </p>
      <div class="pair">
        <button type="button" class="button" onClick={onClose}>
          Not yet
        </button>
        <button
          type="button"
          class="button primary"
          onClick={() => {
            onClose();
            void question.go();
          }}
        >
          Send as {status}
        </button>
      </div>
    </Dialog>
  );
}

function Withdraw({
  store,
  commands,
  question,
  onClose,
}: DeskProps & { question: Asked<"withdraw">; onClose: () => void }) {
  const reason = useSignal("");
  return (
    <Dialog title="Withdraw" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          void commands.withdraw(question.id, reason.value);
        }}
      >
        <p>“{question.headline}” disappears everywhere; readers see only when it was withdrawn, and why.</p>
        <TextField
          label="Reason"
          value={reason.value}
          path="reason"
          problem={store.problem.value}
          onValue={(value) => (reason.value = value)}
        />
        <div class="pair">
          <button type="button" class="button" onClick={onClose}>
            Keep it
          </button>
          <button type="submit" class="button primary" disabled={reason.value.trim() === ""}>
            Withdraw it
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Some rights are had only shortly after signing in. */
function PasswordAgain({
  store,
  question,
  onClose,
}: Pick<DeskProps, "store"> & { question: Asked<"password">; onClose: () => void }) {
  const password = useSignal("");
  const problem = useSignal<Problem | undefined>(undefined);
  const submit = async () => {
    const body = { email: store.who.value?.email, password: password.value };
    const answer = await ask("/api/v1/session", { method: "POST", body });
    if (!answer.ok) {
      problem.value = answer.problem;
      return;
    }
    onClose();
    await question.go();
  };
  return (
    <Dialog title="Sign in again to do that" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Refusal problem={problem.value} />
        <TextField
          label="Password"
          type="password"
          autocomplete="current-password"
          value={password.value}
          path="password"
          problem={problem.value}
          onValue={(value) => (password.value = value)}
        />
        <div class="pair">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary">
            Continue
          </button>
        </div>
      </form>
    </Dialog>
  );
}
