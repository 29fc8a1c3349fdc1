import { useSignal } from "@preact/signals";
import type { DeskKiosk } from "../../../server/contract/desk-kiosk.ts";
import { Confirm } from "../parts/dialog.tsx";
import { Refusal } from "../parts/form-field.tsx";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { screensWords } from "./words.ts";

interface RemoveProps {
  readonly store: DeskStore;
  readonly kiosk: DeskKiosk;
  readonly onClose: () => void;
  readonly onDone: (what: string) => void;
}

export function RemoveScreen({ store, kiosk: { id, name }, onClose, onDone }: RemoveProps) {
  const words = screensWords.value;
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const confirm = async () => {
    isBusy.value = true;
    const answer = await store.asking(`/api/v1/desk/kiosks/${id}`, { method: "DELETE" });
    isBusy.value = false;
    if (!answer.ok && answer.problem.code !== "not_found") {
      problem.value = answer.problem;
      return;
    }
    store.screens.drop(id);
    onDone(words.removed(name));
  };
  return (
    <Confirm
      title={words.removeTitle(name)}
      does={words.removeDoes}
      danger
      isBusy={isBusy.value}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Refusal problem={problem.value} />
      <p>{words.removeNow}</p>
      <p>{words.removeKeeps}</p>
    </Confirm>
  );
}
