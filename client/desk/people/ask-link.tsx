import { useSignal } from "@preact/signals";
import type { Invited } from "../../../server/contract/desk-people.ts";
import { Confirm } from "../parts/dialog.tsx";
import { Refusal } from "../parts/form-field.tsx";
import type { Answer, Problem } from "../state/desk-api.ts";
import { peopleWords } from "./words.ts";

interface AskLinkProps {
  readonly title: string;
  readonly note: string;
  readonly ask: () => Promise<Answer<Invited>>;
  readonly onClose: () => void;
  readonly onLink: (invited: Invited) => void;
}

/** A new link takes the place of the old one, so it is asked for twice. */
export function AskLink({ title, note, ask, onClose, onLink }: AskLinkProps) {
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const confirm = async () => {
    isBusy.value = true;
    const answer = await ask();
    isBusy.value = false;
    if (answer.ok) onLink(answer.body);
    else problem.value = answer.problem;
  };
  return (
    <Confirm
      title={title}
      does={peopleWords.value.resetDoes}
      isBusy={isBusy.value}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Refusal problem={problem.value} />
      <p>{note}</p>
    </Confirm>
  );
}
