import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { deviceStorage } from "../../shared/held/device-storage.ts";
import { clockTime } from "../../shared/time.ts";
import { type ComposerForm, formFrom } from "../composer/composer-form.ts";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { ClashQuestion } from "./clash-question.tsx";
import { type ClashChoice, type ClashChoices, readChoices, settled, undecided } from "./conflict-choices.ts";
import { conflictWords } from "./conflict-words.ts";
import { DifferenceRows } from "./difference.tsx";
import { contentOf, contentOfRevision } from "./form-content.ts";
import { type Difference, differences, keyOf, mergeThree } from "./merge.ts";
import { sayContext } from "./say-context.ts";
import { sortedByField } from "./say-field.ts";
import { useRevisions } from "./with-revisions.ts";

/** Somebody saved while this form was open: what both wrote, put together field by field. */
export function Conflict(props: DeskProps) {
  const { store } = props;
  if (!store.hasConflict.value || store.form.value.id === undefined) return null;
  return <OpenConflict key={store.form.value.id} {...props} />;
}

function OpenConflict({ store, commands }: DeskProps) {
  const words = conflictWords.value;
  const { item, hasFailed, again } = useRevisions(store, store.form.value.id);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const who = item?.changedBy ?? words.somebody;
  return (
    <section class="conflict" aria-labelledby="conflict-title">
      <h3 id="conflict-title" ref={heading} tabIndex={-1}>
        {words.title(who)}
      </h3>
      {item !== undefined && (
        <p class="hint">
          {words.at(clockTime(Date.parse(item.changedAt), store.timeZone.value), item.revision)} {words.kept}
        </p>
      )}
      {hasFailed && (
        <p role="alert">
          {words.failed}{" "}
          <button type="button" class="button" onClick={again}>
            {words.again}
          </button>
        </p>
      )}
      {item === undefined && !hasFailed && (
        <p class="hint" role="status">
          {words.loading}
        </p>
      )}
      {item !== undefined &&
        ("sealed" in item ? (
          <p role="alert">{words.hidden}</p>
        ) : (
          <Merging store={store} commands={commands} item={item} />
        ))}
    </section>
  );
}

function Merging({ store, commands, item }: DeskProps & { item: DeskAnnouncement }) {
  const words = conflictWords.value;
  const keptAs = `desk.conflict.${item.id}`;
  const choices = useSignal<ClashChoices>(readChoices(deviceStorage.read(keptAs)));
  const context = sayContext(store);
  const [zone, language] = [store.timeZone.value, store.language.value];
  const base = contentOfRevision(item, store.form.value.revision, zone, language);
  const newest = formFrom(item, zone, language);
  const theirs = contentOf(newest);
  const mine = contentOf(store.form.value);
  const { merged, clashes } = mergeThree(base, mine, theirs);
  const asked = sortedByField(clashes, context.words);
  const isAsked = new Set(clashes.map(({ path }) => keyOf(path)));
  const unasked = (rows: Difference[]) =>
    sortedByField(
      rows.filter(({ path }) => !isAsked.has(keyOf(path)) && !isAsked.has(keyOf(path.slice(0, -1)))),
      context.words,
    );
  const left = undecided(clashes, choices.value).length;

  const choose = (path: readonly string[], choice: ClashChoice) => {
    choices.value = { ...choices.value, [keyOf(path)]: choice };
    deviceStorage.write(keptAs, JSON.stringify(choices.value));
  };
  const takeOver = () => {
    const result = settled(merged, clashes, choices.value) as Partial<ComposerForm>;
    store.edit({ ...result, revision: item.revision, exact: newest.exact ?? {} });
    deviceStorage.write(keptAs, undefined);
    store.hasConflict.value = false;
    store.problem.value = undefined;
  };
  return (
    <>
      {base === undefined && <p class="hint">{words.noBase}</p>}
      <p class="count" role="status">
        {clashes.length === 0 ? words.none : left === 0 ? words.allDecided : words.left(left)}
      </p>
      {asked.length > 0 && <h4>{words.asked(asked.length)}</h4>}
      {asked.map((clash) => (
        <ClashQuestion
          key={keyOf(clash.path)}
          clash={clash}
          kept={choices.value[keyOf(clash.path)]}
          context={context}
          onChoice={(choice) => choose(clash.path, choice)}
        />
      ))}
      <Sides title={words.theirsTaken} rows={unasked(differences(mine, merged))} context={context} />
      <Sides title={words.yoursKept} rows={unasked(differences(theirs, merged))} context={context} />
      <div class="pair">
        <Drop store={store} keptAs={keptAs} />
        <button type="button" class="button" disabled={left > 0} onClick={takeOver}>
          {words.take}
        </button>
        <button
          type="button"
          class="button primary"
          disabled={left > 0 || store.isBusy.value}
          onClick={() => {
            takeOver();
            void commands.saveOnly();
          }}
        >
          {words.save}
        </button>
      </div>
    </>
  );
}

interface SidesProps {
  readonly title: (count: number) => string;
  readonly rows: readonly Difference[];
  readonly context: ReturnType<typeof sayContext>;
}

const Sides = ({ title, rows, context }: SidesProps) =>
  rows.length === 0 ? null : (
    <details class="more">
      <summary>{title(rows.length)}</summary>
      <DifferenceRows rows={rows} context={context} />
    </details>
  );

/** The only way to lose what was typed: asked twice, in two places. */
function Drop({ store, keptAs }: { store: DeskStore; keptAs: string }) {
  const words = conflictWords.value;
  const isAsked = useSignal(false);
  const drop = () => {
    const { id } = store.form.peek();
    deviceStorage.write(keptAs, undefined);
    store.forget(id);
    store.open(id);
  };
  if (!isAsked.value)
    return (
      <button type="button" class="button" onClick={() => (isAsked.value = true)}>
        {words.dropMine}
      </button>
    );
  return (
    <span class="drop">
      <span>{words.dropWarns}</span>
      <button type="button" class="button" onClick={() => (isAsked.value = false)}>
        {words.dropNo}
      </button>
      <button type="button" class="button" onClick={drop}>
        {words.dropSure}
      </button>
    </span>
  );
}
