import type { Person } from "../../../server/contract/desk-people.ts";
import { Menu } from "../parts/menu.tsx";
import { Moment } from "../parts/moment.tsx";
import { shellWords } from "../shell/words.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { actsOn, calledName, type PersonAct } from "./people.ts";
import { peopleWords } from "./words.ts";

interface PersonRowProps {
  readonly store: DeskStore;
  readonly person: Person;
  readonly onAct: (act: PersonAct) => void;
}

const plates = { active: "plate", invited: "plate dashed", revoked: "plate soft" } as const;
/** What takes something away stands last and in its own colour. */
const isDanger = (act: PersonAct): boolean => act === "revoke" || act === "withdrawInvitation";

export function PersonRow({ store, person, onAct }: PersonRowProps) {
  const words = peopleWords.value;
  const me = store.who.value;
  const name = calledName(person);
  const isMe = person.id === me?.id;
  const acts = me != null && store.may("managePeople") ? actsOn(person, me) : [];
  return (
    <li class={`person ${person.state}`}>
      <p class="called">
        <b>{name}</b> {isMe && <span class="plate soft">{words.you}</span>}
        {person.name !== undefined && <small>{person.email}</small>}
      </p>
      <p class="role">{shellWords.value.roles[person.role]}</p>
      <p class="state">
        <span class={plates[person.state]}>{words.states[person.state]}</span>
      </p>
      <p class="seen">
        <Seen person={person} zone={store.timeZone.value} />
      </p>
      <p class="acts">
        {acts.length > 0 ? (
          <Menu
            label={words.actsFor(name)}
            look="more-acts"
            items={acts.map((act) => ({
              says: words.acts[act],
              run: () => onAct(act),
              danger: isDanger(act),
            }))}
          >
            <span aria-hidden="true">···</span>
          </Menu>
        ) : (
          store.may("managePeople") && <small>{isMe ? words.yourself : words.above}</small>
        )}
      </p>
    </li>
  );
}

function Seen({ person: { signedInAt, createdAt, state }, zone }: { person: Person; zone: string }) {
  const words = peopleWords.value;
  if (signedInAt === undefined && state === "invited")
    return (
      <small>
        {words.invitedAt} <Moment at={createdAt} zone={zone} />
      </small>
    );
  if (signedInAt === undefined) return <small>{words.never}</small>;
  return (
    <small>
      {words.lastSignIn} <Moment at={signedInAt} zone={zone} />
    </small>
  );
}
