import { useSignal } from "@preact/signals";
import type { Person } from "../../../server/contract/desk-people.ts";
import { textIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import { Confirm } from "../parts/dialog.tsx";
import { Refusal } from "../parts/form-field.tsx";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { calledName } from "./people.ts";
import { peopleWords } from "./words.ts";

interface RevokeProps {
  readonly store: DeskStore;
  readonly person: Person;
  readonly onClose: () => void;
  readonly onDone: (what: string) => void;
}

/** Says what happens to them, to their work and to what they are writing this minute. */
export function Revoke({ store, person, onClose, onDone }: RevokeProps) {
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const words = peopleWords.value;
  const name = calledName(person);
  const isInvitation = person.state === "invited";
  const confirm = async () => {
    isBusy.value = true;
    const answer = await store.asking(`/api/v1/desk/people/${person.id}`, { method: "DELETE" });
    isBusy.value = false;
    if (answer.ok) onDone(isInvitation ? words.withdrawn(name) : words.revoked(name));
    else problem.value = answer.problem;
  };
  return (
    <Confirm
      title={isInvitation ? words.withdrawTitle(name) : words.revokeTitle(name)}
      does={isInvitation ? words.withdrawDoes : words.revokeDoes}
      danger
      isBusy={isBusy.value}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Refusal problem={problem.value} />
      {isInvitation ? <p>{words.withdrawNote}</p> : <Follows store={store} person={person} />}
    </Confirm>
  );
}

function Follows({ store, person }: { store: DeskStore; person: Person }) {
  const words = peopleWords.value;
  const writing = store.presence.value.filter(({ accountId }) => accountId === person.id);
  return (
    <ul>
      {writing.map(({ announcementId }) => (
        <li key={announcementId}>
          <b>{words.revokeWriting(headlineOf(store, announcementId) || words.revokeUntitled)}</b>
        </li>
      ))}
      <li>{words.revokeOut}</li>
      <li>{words.revokeDrafts}</li>
      <li>{words.revokeScheduled}</li>
      <li>{words.revokeBack}</li>
    </ul>
  );
}

function headlineOf(store: DeskStore, id: string): string {
  const item = store.items.all.value.get(id);
  return item === undefined || "sealed" in item
    ? ""
    : textIn(item, language.value, store.event.value?.languages ?? []).headline;
}
