/** Who may use the desk, what each of them may do, and the programs that have a token. */
import { useSignal } from "@preact/signals";
import type { Invited, Person } from "../../../server/contract/desk-people.ts";
import { language } from "../../shared/words/words.ts";
import { Refusal } from "../parts/form-field.tsx";
import { useList } from "../parts/use-list.ts";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { AskLink } from "./ask-link.tsx";
import { ChangeRole } from "./change-role.tsx";
import { Invite } from "./invite.tsx";
import { OneTimeLink } from "./one-time-link.tsx";
import { calledName, inOrder, type PersonAct } from "./people.ts";
import { PersonRow } from "./person-row.tsx";

import { Revoke } from "./revoke.tsx";
import { RolesTable } from "./roles-table.tsx";
import { Tokens } from "./tokens.tsx";
import { peopleWords } from "./words.ts";

/** The one question about somebody that is open. */
interface Asked {
  readonly act: PersonAct;
  readonly person: Person;
}

export function PeoplePage({ store }: DeskProps) {
  const list = useList<Person>(store, "/api/v1/desk/people");
  const asked = useSignal<Asked | undefined>(undefined);
  const link = useSignal<Invited | undefined>(undefined);
  const said = useSignal("");
  const words = peopleWords.value;
  const people = list.items.value;
  const close = () => (asked.value = undefined);
  const done = (what: string) => {
    close();
    said.value = what;
    void list.reload();
  };
  const gotLink = (invited: Invited) => {
    close();
    said.value = "";
    link.value = invited;
    void list.reload();
  };

  return (
    <main class="page people">
      <header>
        <h1>{words.title}</h1>
        <p>{words.intro}</p>
        <p class="said" role="status">
          {said.value}
        </p>
      </header>
      <Refusal problem={list.problem.value} />
      <section class="everybody" aria-labelledby="people-list">
        <h2 id="people-list">{people === undefined ? words.loading : words.count(people.length)}</h2>
        <ul>
          {inOrder(people ?? [], language.value).map((person) => (
            <PersonRow
              key={person.id}
              store={store}
              person={person}
              onAct={(act) => (asked.value = { act, person })}
            />
          ))}
        </ul>
      </section>
      <aside>
        {store.may("managePeople") && <Invite store={store} onInvited={gotLink} />}
        <RolesTable />
      </aside>
      {store.may("manageTokens") && <Tokens store={store} onSaid={(what) => (said.value = what)} />}
      {asked.value !== undefined && (
        <Question store={store} asked={asked.value} onClose={close} onDone={done} onLink={gotLink} />
      )}
      {link.value !== undefined && (
        <OneTimeLink
          invited={link.value}
          zone={store.timeZone.value}
          onClose={() => (link.value = undefined)}
        />
      )}
    </main>
  );
}

interface QuestionProps {
  readonly store: DeskStore;
  readonly asked: Asked;
  readonly onClose: () => void;
  readonly onDone: (what: string) => void;
  readonly onLink: (invited: Invited) => void;
}

function Question({ store, asked: { act, person }, onClose, onDone, onLink }: QuestionProps) {
  const words = peopleWords.value;
  const name = calledName(person);
  switch (act) {
    case "changeRole":
      return <ChangeRole store={store} person={person} onClose={onClose} onDone={onDone} />;
    case "revoke":
    case "withdrawInvitation":
      return <Revoke store={store} person={person} onClose={onClose} onDone={onDone} />;
    case "resetPassword":
      return (
        <AskLink
          title={words.resetTitle(name)}
          note={words.resetNote}
          ask={() => store.asking(`/api/v1/desk/people/${person.id}/reset-password`, { method: "POST" })}
          onClose={onClose}
          onLink={onLink}
        />
      );
    case "newLink":
    case "inviteAgain":
      return (
        <AskLink
          title={`${words.acts[act]}: ${name}`}
          note={words.emailHint}
          ask={() =>
            store.asking("/api/v1/desk/people", {
              method: "POST",
              body: { email: person.email, role: person.role },
            })
          }
          onClose={onClose}
          onLink={onLink}
        />
      );
  }
}
