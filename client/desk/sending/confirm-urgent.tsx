import { textIn } from "../../shared/languages.ts";
import { Dialog } from "../parts/dialog.tsx";
import type { DeskStore } from "../state/desk-store.ts";

/** The second look at an urgent announcement: what it is, in its own frame, before anybody sees it. */
export function ConfirmUrgent({
  store,
  go,
  onClose,
}: {
  store: DeskStore;
  go: () => Promise<void>;
  onClose: () => void;
}) {
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
            void go();
          }}
        >
          Send as {status}
        </button>
      </div>
    </Dialog>
  );
}
