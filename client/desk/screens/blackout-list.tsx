import { useSignal } from "@preact/signals";
import type { Blackout } from "../../../server/contract/kiosk.ts";
import { nameIn, sessionOf } from "../composer/writing.ts";
import { Confirm } from "../parts/dialog.tsx";
import { Refusal } from "../parts/form-field.tsx";
import { useList } from "../parts/use-list.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { BlackoutDialog } from "./blackout-form.tsx";
import { blackoutWords } from "./blackout-words.ts";
import { type Listed, listed } from "./blackouts.ts";
import { useSayTime } from "./wall-view.tsx";

const PATH = "/api/v1/desk/blackouts";

/** When screens are to be dark, and where. */
export function BlackoutList({ store, onSaid }: { store: DeskStore; onSaid: (what: string) => void }) {
  const words = blackoutWords.value;
  const list = useList<Blackout>(store, PATH);
  const isAsking = useSignal(false);
  const leaving = useSignal<Listed | undefined>(undefined);
  const may = store.may("manageKiosks");
  const nowMs = Math.floor(store.now.value / 60_000) * 60_000;
  const items =
    list.items.value === undefined
      ? undefined
      : listed(list.items.value, (id) => sessionOf(store, id), nowMs);
  const done = (what: string) => {
    isAsking.value = false;
    leaving.value = undefined;
    onSaid(what);
    void list.reload();
  };
  return (
    <section class="blackouts" aria-labelledby="blackouts-title">
      <header>
        <h2 id="blackouts-title">{items === undefined ? words.loading : words.title}</h2>
        {may && (
          <button type="button" class="button" onClick={() => (isAsking.value = true)}>
            {words.add}
          </button>
        )}
      </header>
      <p class="hint">{words.intro}</p>
      <Refusal problem={list.problem.value} />
      {items?.length === 0 && <p class="none">{words.none}</p>}
      <ol>
        {items?.map((each) => (
          <OneBlackout
            key={each.blackout.id}
            store={store}
            listed={each}
            {...(may && { onTakeBack: () => (leaving.value = each) })}
          />
        ))}
      </ol>
      {isAsking.value && (
        <BlackoutDialog
          store={store}
          onClose={() => (isAsking.value = false)}
          onDone={() => done(words.done)}
        />
      )}
      {leaving.value !== undefined && (
        <TakeBack
          store={store}
          listed={leaving.value}
          onClose={() => (leaving.value = undefined)}
          onDone={() => done(words.tookBack)}
        />
      )}
    </section>
  );
}

/** Where it is dark, and for which session, in words. */
function sayBlackout(
  store: DeskStore,
  { zone, hall, sessionId }: Blackout,
): { where: string; session: string } {
  const { wheres } = blackoutWords.value;
  const event = store.event.value;
  const named = (list: "zones" | "halls", id: string): string =>
    nameIn(store, event?.[list].find((place) => place.id === id)?.name) || id;
  const where = [
    ...(hall === undefined ? [] : [named("halls", hall)]),
    ...(zone === undefined ? [] : [named("zones", zone)]),
  ];
  const session = sessionId === undefined ? undefined : sessionOf(store, sessionId);
  return { where: where.join(" · ") || wheres.everywhere, session: nameIn(store, session?.title) };
}

interface OneProps {
  readonly store: DeskStore;
  readonly listed: Listed;
  readonly onTakeBack?: () => void;
}

function OneBlackout({ store, listed: { blackout, span, state }, onTakeBack }: OneProps) {
  const words = blackoutWords.value;
  const sayTime = useSayTime(store);
  const { where, session } = sayBlackout(store, blackout);
  return (
    <li data-state={state}>
      <span class={state === "now" ? "plate now" : "plate soft"}>{words.states[state]}</span>
      <div>
        <p>
          <b>{where}</b> {session}
        </p>
        <p>
          {span === undefined ? words.gone : words.span(sayTime(span.startsMs), sayTime(span.endsMs))}{" "}
          <small>{words.by(blackout.by)}</small>
        </p>
      </div>
      {onTakeBack !== undefined && (
        <button
          type="button"
          class="plain"
          aria-label={words.takeBackOf([where, session].filter(Boolean).join(", "))}
          onClick={onTakeBack}
        >
          {words.takeBack}
        </button>
      )}
    </li>
  );
}

interface TakeBackProps {
  readonly store: DeskStore;
  readonly listed: Listed;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function TakeBack({ store, listed: { blackout }, onClose, onDone }: TakeBackProps) {
  const words = blackoutWords.value;
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const { where, session } = sayBlackout(store, blackout);
  const confirm = async () => {
    isBusy.value = true;
    const answer = await store.asking(`${PATH}/${blackout.id}`, { method: "DELETE" });
    isBusy.value = false;
    if (answer.ok || answer.problem.code === "not_found") onDone();
    else problem.value = answer.problem;
  };
  return (
    <Confirm
      title={words.takeBackTitle}
      does={words.takeBack}
      isBusy={isBusy.value}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Refusal problem={problem.value} />
      <p>
        <b>{where}</b> {session}
      </p>
      <p>{words.takeBackNow}</p>
    </Confirm>
  );
}
