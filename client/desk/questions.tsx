import { ConfirmUrgent } from "./sending/confirm-urgent.tsx";
import { Withdraw } from "./sending/withdraw.tsx";
import { PasswordAgain } from "./shell/password-again.tsx";
import { Shortcuts } from "./shell/shortcuts.tsx";
import type { DeskProps } from "./state/desk-props.ts";

/** The one question that is open, if any. */
export function Questions({ store, commands }: DeskProps) {
  const question = store.question.value;
  const close = () => {
    store.question.value = undefined;
  };
  switch (question?.ask) {
    case "urgent":
      return <ConfirmUrgent store={store} go={question.go} onClose={close} />;
    case "withdraw":
      return <Withdraw commands={commands} store={store} question={question} onClose={close} />;
    case "password":
      return (
        <PasswordAgain
          store={store}
          onDone={(isProven) => {
            close();
            question.done(isProven);
          }}
        />
      );
    case "shortcuts":
      return <Shortcuts onClose={close} />;
    default:
      return null;
  }
}
