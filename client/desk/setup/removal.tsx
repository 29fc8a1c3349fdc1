import type { ComponentChildren } from "preact";
import { clockTime, shortDay } from "../../shared/time.ts";
import { sayIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import { Dialog } from "../parts/dialog.tsx";
import type { EventForm } from "./event-form.ts";
import { headlineIn } from "./headline.ts";
import { removalWords } from "./removal-words.ts";
import { nameOf } from "./say.ts";
import type { SectionProps } from "./section.tsx";
import { isUsed, type Removable, type Uses, usesOf } from "./uses.ts";

const NAMED = 6;

export interface Removing {
  readonly kind: Removable;
  readonly id: string;
  readonly name: string;
  readonly remove: (form: EventForm) => EventForm;
}

type Props = SectionProps & { readonly removing: Removing; readonly onClose: () => void };

/** Who uses it, by name, and what becomes of them; only then may it go. */
export function Removal({ store, setup, form, removing, onClose }: Props) {
  const words = removalWords.value;
  const used = {
    form,
    sessions: store.programme.value?.sessions ?? [],
    items: store.items.all.value.values(),
  };
  const uses = usesOf(removing.kind, removing.id, used);
  return (
    <Dialog title={words.title(removing.name)} onClose={onClose}>
      {isUsed(uses) ? (
        <>
          <p>{words.usedBy}</p>
          <UsesList store={store} setup={setup} form={form} removing={removing} uses={uses} />
        </>
      ) : (
        <p>{words.unused}</p>
      )}
      {uses.sealed > 0 && <p>{words.sealed(uses.sealed)}</p>}
      <p>{words.notYet}</p>
      <div class="pair">
        <button type="button" class="button" onClick={onClose}>
          {words.keep}
        </button>
        <button
          type="button"
          class="button primary"
          onClick={() => {
            setup.edit(removing.remove);
            onClose();
          }}
        >
          {words.remove}
        </button>
      </div>
    </Dialog>
  );
}

function UsesList({ store, form, removing, uses }: SectionProps & { removing: Removing; uses: Uses }) {
  const words = removalWords.value;
  const parentId = form.zones.find(({ id }) => id === removing.id)?.parent ?? "";
  const above = form.zones.find(({ id }) => id === parentId);
  const parent = above === undefined ? "" : nameOf(above, form, language.value);
  const place = (item: { id: string; name: Record<string, string> }) => nameOf(item, form, language.value);
  const zone = store.timeZone.value;
  const session = ({ startsAt, title }: Uses["sessions"][number]) =>
    `${shortDay(Date.parse(startsAt), zone, language.value)} ${clockTime(Date.parse(startsAt), zone)} ${sayIn(title, language.value, form.languages).text}`;
  const headline = (item: Uses["planned"][number]) => headlineIn(item, language.value, form.languages);
  return (
    <div class="uses">
      <Group title={words.zones} fate={words.fate.zones(parent)} names={uses.zones.map(place)} />
      <Group title={words.halls} fate={words.fate.halls(parent)} names={uses.halls.map(place)} />
      <Group
        title={words.sessions}
        fate={removing.kind === "zone" ? "" : words.fate.sessions}
        names={uses.sessions.map(session)}
      />
      <Group
        title={words.planned}
        fate={removing.kind === "hall" ? words.fate.hallPlanned : words.fate.planned}
        names={uses.planned.map(headline)}
      />
      <Group title={words.out} fate={words.fate.out} names={uses.out.map(headline)} />
      {uses.names > 0 && (
        <p>
          <b class="num">{words.names(uses.names)}</b> {words.fate.names}
        </p>
      )}
    </div>
  );
}

function Group({
  title,
  fate,
  names,
}: {
  title: string;
  fate: string;
  names: readonly string[];
}): ComponentChildren {
  if (names.length === 0) return null;
  return (
    <section>
      <h3>
        {title} <span class="num">{names.length}</span>
      </h3>
      <ul>
        {names.slice(0, NAMED).map((name, at) => (
          <li key={at}>{name}</li>
        ))}
        {names.length > NAMED && <li>{removalWords.value.more(names.length - NAMED)}</li>}
      </ul>
      {fate !== "" && <p>{fate}</p>}
    </section>
  );
}
