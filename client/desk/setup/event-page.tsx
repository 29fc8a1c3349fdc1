/** The event's page: parts of it at the start, the open one in the middle, what would change at the end. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Refusal } from "../parts/form-field.tsx";
import { useShortcuts } from "../shell/shortcuts.tsx";
import type { DeskProps } from "../state/desk-props.ts";
import { DatesPart, HoursPart, NamesPart, PoliciesPart } from "./basics.tsx";
import type { Section } from "./event-diff.ts";
import { type EventForm, isUnset } from "./event-form.ts";
import { type EventSetup, eventSetupOf } from "./event-setup.ts";
import { faultySections } from "./faulty-sections.ts";
import { LanguagesPart } from "./languages-part.tsx";
import { HallsPart, TracksPart } from "./places-part.tsx";
import { ReadOnlyEvent } from "./read-only.tsx";
import { RehearsalPart } from "./rehearsal-part.tsx";
import { SavePanel } from "./save-panel.tsx";
import { savingWords } from "./saving-words.ts";
import type { SectionProps } from "./section.tsx";
import { Starts } from "./starts.tsx";
import { setupWords } from "./words.ts";
import { ZonesPart } from "./zones-part.tsx";

const parts: Readonly<Record<Section, (props: SectionProps) => preact.JSX.Element>> = {
  names: NamesPart,
  dates: DatesPart,
  languages: LanguagesPart,
  zones: ZonesPart,
  halls: HallsPart,
  tracks: TracksPart,
  hours: HoursPart,
  policies: PoliciesPart,
  rehearsal: RehearsalPart,
};
const order = Object.keys(parts) as Section[];

export const EventPage = ({ store }: DeskProps) =>
  store.may("editEvent") ? <EventDesk store={store} /> : <ReadOnlyEvent store={store} />;

function EventDesk({ store }: Pick<DeskProps, "store">) {
  const setup = eventSetupOf(store);
  const words = setupWords.value;
  useEffect(() => void setup.load(), []);
  const form = setup.form.value;
  if (form === undefined)
    return (
      <main class="setup-wait">
        {setup.problem.value === undefined ? (
          <p role="status">{words.loading}</p>
        ) : (
          <>
            <Refusal problem={setup.problem.value} />
            <button type="button" class="button" onClick={() => void setup.load()}>
              {words.tryAgain}
            </button>
          </>
        )}
      </main>
    );
  return <Setup store={store} setup={setup} form={form} />;
}

function Setup({ store, setup, form }: SectionProps) {
  const open = useSignal<Section>("names");
  const hasBegun = useSignal(false);
  const goTo = (section: Section) => {
    open.value = section;
    requestAnimationFrame(() => document.querySelector<HTMLElement>("#setup-part")?.focus());
  };
  const save = async () => {
    if (setup.changes.peek().length === 0 || (await setup.save())) return;
    const [first] = faultySections(setup.problem.peek()?.errors ?? []).keys();
    if (first === undefined) return;
    open.value = first;
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('.setup-part [aria-invalid="true"]')?.focus(),
    );
  };
  useShortcuts([{ keys: "Mod+s", says: () => savingWords.value.save, run: () => void save() }]);
  const isFresh = isUnset(form) && setup.changes.value.length === 0;
  if (isFresh && !hasBegun.value)
    return <Starts store={store} setup={setup} onBegin={() => (hasBegun.value = true)} />;
  const Open = parts[open.value];
  const props = { store, setup, form };
  return (
    <main class="setup">
      <SectionList setup={setup} form={form} open={open.value} onOpen={goTo} />
      <Open key={open.value} {...props} />
      <SavePanel {...props} onGoTo={goTo} onSave={() => void save()} />
    </main>
  );
}

interface ListProps {
  readonly setup: EventSetup;
  readonly form: EventForm;
  readonly open: Section;
  readonly onOpen: (section: Section) => void;
}

function SectionList({ setup, form, open, onOpen }: ListProps) {
  const words = setupWords.value;
  const changed = new Set(setup.changes.value.map(({ section }) => section));
  const faulty = faultySections(setup.problem.value?.errors ?? []);
  const counts: Partial<Record<Section, number>> = {
    languages: form.languages.length,
    zones: form.zones.length,
    halls: form.halls.length,
    tracks: form.tracks.length,
    hours: form.hours.length,
  };
  return (
    <nav class="setup-nav" aria-label={words.sectionsOf}>
      <h2>{words.title}</h2>
      <ol>
        {order.map((section) => (
          <li key={section}>
            <button type="button" aria-current={section === open} onClick={() => onOpen(section)}>
              <span>{words.sections[section]}</span>
              <small>
                {faulty.has(section) ? (
                  <span class="fault">{words.faults(faulty.get(section)!)}</span>
                ) : (
                  changed.has(section) && <span class="changed">{words.isChanged}</span>
                )}
                <span class="num">{counts[section]}</span>
              </small>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
