import { useSignal } from "@preact/signals";
import type { DeskProps } from "../desk-page.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { TextField } from "../parts/form-field.tsx";

export function Withdraw({
  store,
  commands,
  question,
  onClose,
}: DeskProps & { question: { readonly id: string; readonly headline: string }; onClose: () => void }) {
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
