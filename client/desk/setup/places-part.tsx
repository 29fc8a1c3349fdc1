/** Halls and tracks: a list of names, of which one is open for editing. */
import { useSignal } from "@preact/signals";
import { language } from "../../shared/words/words.ts";
import { Faults, TextField } from "../parts/form-field.tsx";
import { Adder } from "./adder.tsx";
import { type EventForm, type FormHall, type FormPlace, stepped } from "./event-form.ts";
import { faultyRows } from "./faulty-sections.ts";
import { NamesFields } from "./fields.tsx";
import { Finder, LONG } from "./finder.tsx";
import { holds } from "./pick.ts";
import { Removal, type Removing } from "./removal.tsx";
import { Steps, stepOf, useDrag } from "./rows.tsx";
import { nameOf } from "./say.ts";
import { Part, type SectionProps } from "./section.tsx";
import { freshId } from "./slug-ids.ts";
import { idsInUse } from "./uses.ts";
import { setupWords } from "./words.ts";
import { ZoneChoice } from "./zone-choice.tsx";

type List = "halls" | "tracks";
type Place = FormHall | FormPlace;

const isHall = (place: Place): place is FormHall => "streamUrl" in place;

export const HallsPart = (props: SectionProps) => <PlacesPart {...props} list="halls" />;
export const TracksPart = (props: SectionProps) => <PlacesPart {...props} list="tracks" />;

function PlacesPart(props: SectionProps & { list: List }) {
  const { store, setup, form, list } = props;
  const words = setupWords.value;
  const open = useSignal<string | undefined>(undefined);
  const query = useSignal("");
  const said = useSignal("");
  const removing = useSignal<Removing | undefined>(undefined);
  const places: readonly Place[] = form[list];
  const faulty = faultyRows(setup.problem.value?.errors ?? [], list);
  const put = (change: (places: readonly Place[]) => readonly Place[]) =>
    setup.edit((held) => ({ ...held, [list]: change(held[list]) }) as EventForm);

  const move = (place: Place, by: -1 | 1) => {
    const next = stepped(places, places.indexOf(place), by);
    if (next === places) return;
    put(() => next);
    said.value = words.movedTo(nameOf(place, form, language.value), next.indexOf(place) + 1, next.length);
  };
  const drag = useDrag((id, to) =>
    put((held) => {
      const others = held.filter((place) => place.id !== id);
      return [...others.slice(0, to), ...held.filter((place) => place.id === id), ...others.slice(to)];
    }),
  );
  const add = (name: string) => {
    const sessions = store.programme.value?.sessions ?? [];
    const before = setup.before.value;
    const used = { sessions, items: store.items.all.value.values() };
    const taken = idsInUse({ form, ...used });
    for (const { id } of before?.[list] ?? []) taken.add(id);
    const id = freshId(name, list === "halls" ? "hall" : "track", taken);
    const place = { id, name: { [form.languages[0]!]: name } };
    put((held) => [...held, list === "halls" ? { ...place, zone: "", streamUrl: "" } : place]);
    open.value = id;
  };
  const shown = places.filter((place) =>
    holds(`${Object.values(place.name).join(" ")} ${place.id}`, query.value),
  );
  const ask = (place: Place) => {
    const remove: Removing["remove"] = (held) =>
      ({
        ...held,
        [list]: (held[list] as readonly Place[]).filter(({ id }) => id !== place.id),
      }) as EventForm;
    const kind = list === "halls" ? "hall" : "track";
    removing.value = { kind, id: place.id, name: nameOf(place, form, language.value), remove };
  };
  return (
    <Part title={words.sections[list]} hint={list === "halls" ? words.hallsHint : words.tracksHint}>
      {places.length > LONG && <Finder query={query} found={shown.length} all={places.length} />}
      {places.length === 0 && <p class="nothing">{list === "halls" ? words.noHalls : words.noTracks}</p>}
      <ol class="setup-rows">
        {shown.map((place) => {
          const at = places.indexOf(place);
          const isOpen = open.value === place.id || faulty.has(at);
          return (
            <li
              key={place.id}
              class={isOpen ? "open" : undefined}
              {...drag(place.id, at, isOpen)}
              onKeyDown={(event) => {
                const step = stepOf(event);
                if (step === "up" || step === "down") move(place, step === "up" ? -1 : 1);
              }}
            >
              <span class="num place">{at + 1}</span>
              <PlaceName
                form={form}
                place={place}
                isOpen={isOpen}
                onTurn={() => (open.value = isOpen ? undefined : place.id)}
              />
              <Steps
                name={nameOf(place, form, language.value)}
                isFirst={at === 0}
                isLast={at === places.length - 1}
                onStep={(by) => move(place, by)}
              />
              {isOpen && (
                <PlaceFields
                  {...props}
                  place={place}
                  path={`${list}.${at}`}
                  onPlace={(next) =>
                    put((held) => held.map((other) => (other.id === next.id ? next : other)))
                  }
                  onRemove={() => ask(place)}
                />
              )}
            </li>
          );
        })}
      </ol>
      <p class="hush" role="status">
        {said}
      </p>
      <Faults
        problem={
          setup.problem.value && {
            ...setup.problem.value,
            errors: setup.problem.value.errors.filter(({ path }) => path === list),
          }
        }
        path={list}
      />
      <Adder
        label={list === "halls" ? words.newHall : words.newTrack}
        tongue={form.languages[0]!}
        onAdd={add}
      />
      {removing.value && (
        <Removal {...props} removing={removing.value} onClose={() => (removing.value = undefined)} />
      )}
    </Part>
  );
}

function PlaceName({
  form,
  place,
  isOpen,
  onTurn,
}: {
  form: EventForm;
  place: Place;
  isOpen: boolean;
  onTurn: () => void;
}) {
  const words = setupWords.value;
  const zone = isHall(place) ? form.zones.find(({ id }) => id === place.zone) : undefined;
  return (
    <button type="button" class="what" aria-expanded={isOpen} onClick={onTurn}>
      <b>{nameOf(place, form, language.value)}</b>
      <small>
        {zone !== undefined && <span>{nameOf(zone, form, language.value)}</span>}
        {isHall(place) && place.streamUrl !== "" && <span>{words.hasStream}</span>}
        <span class="num">{place.id}</span>
      </small>
    </button>
  );
}

interface FieldsProps extends SectionProps {
  readonly place: Place;
  readonly path: string;
  readonly onPlace: (place: Place) => void;
  readonly onRemove: () => void;
}

function PlaceFields({ setup, form, place, path, onPlace, onRemove }: FieldsProps) {
  const words = setupWords.value;
  const problem = setup.problem.value;
  return (
    <div class="fields">
      <NamesFields
        label={words.name}
        names={place.name}
        onNames={(name) => onPlace({ ...place, name })}
        languages={form.languages}
        path={`${path}.name`}
        problem={problem}
      />
      {isHall(place) && (
        <div class="two">
          <ZoneChoice
            label={words.hallZone}
            none={words.noZone}
            form={form}
            value={place.zone}
            onZone={(zone) => onPlace({ ...place, zone })}
          />
          <TextField
            label={words.stream}
            type="url"
            value={place.streamUrl}
            path={`${path}.streamUrl`}
            problem={problem}
            onValue={(streamUrl) => onPlace({ ...place, streamUrl })}
          />
        </div>
      )}
      <div class="pair">
        <small class="num">{`${words.id} ${place.id}`}</small>
        <button
          type="button"
          class="button"
          aria-label={words.removeNamed(nameOf(place, form, language.value))}
          onClick={onRemove}
        >
          {words.remove}
        </button>
      </div>
    </div>
  );
}
