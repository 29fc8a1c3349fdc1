import { useSignal } from "@preact/signals";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { Figures } from "../../shared/parts/clock-time.tsx";
import { clockTime, shortDay } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { DifferenceRows } from "./difference.tsx";
import { contentOf, contentOfRevision, formOfRevision } from "./form-content.ts";
import { historyWords } from "./history-words.ts";
import { differences } from "./merge.ts";
import { Moves } from "./moves.tsx";
import { sayContext } from "./say-context.ts";
import { sortedByField } from "./say-field.ts";
import { useRevisions } from "./with-revisions.ts";

type Revision = NonNullable<DeskAnnouncement["revisions"]>[number];

/** Every revision of what is open: who saved it and when, what any two of them differ in, and the way back. */
export function History({ store }: DeskProps) {
  const words = historyWords.value;
  const { id } = store.form.value;
  const { item, hasFailed, again } = useRevisions(store, id);
  return (
    <section class="history" aria-labelledby="history-title">
      <h3 id="history-title">{words.title}</h3>
      {id === undefined && <p class="hint">{words.none}</p>}
      {hasFailed && (
        <p role="alert">
          {words.failed}{" "}
          <button type="button" class="button" onClick={again}>
            {words.again}
          </button>
        </p>
      )}
      {id !== undefined && item === undefined && !hasFailed && (
        <p class="hint" role="status">
          {words.loading}
        </p>
      )}
      {item !== undefined && <Revisions key={item.id} store={store} item={item} />}
      {id !== undefined && store.may("readAudit") && <Moves store={store} id={id} />}
    </section>
  );
}

function Revisions({ store, item }: { store: DeskStore; item: DeskAnnouncement }) {
  const words = historyWords.value;
  const revisions = [...(item.revisions ?? [])].sort((a, b) => b.revision - a.revision);
  const newest = revisions[0]?.revision ?? item.revision;
  const chosen = useSignal<{ from?: number; to?: number }>({});
  const to = chosen.value.to ?? newest;
  const from = chosen.value.from ?? revisions.find(({ revision }) => revision < to)?.revision ?? to;
  const choose = (side: "from" | "to", revision: number) => {
    chosen.value = { from, to, [side]: revision };
  };
  const cell = (side: "from" | "to", { revision }: Revision) => (
    <td>
      <input
        type="radio"
        name={`compare-${side}`}
        aria-label={(side === "from" ? words.was : words.is)(revision)}
        checked={revision === (side === "from" ? from : to)}
        onChange={() => choose(side, revision)}
      />
    </td>
  );
  return (
    <>
      <table class="revisions">
        <caption class="hush">{words.revisions}</caption>
        <thead class="hush">
          <tr>
            {revisions.length > 1 && <th scope="col">{words.from}</th>}
            {revisions.length > 1 && <th scope="col">{words.to}</th>}
            <th scope="col">{words.revisions}</th>
          </tr>
        </thead>
        <tbody>
          {revisions.map((revision) => (
            <tr key={revision.revision} data-revision={revision.revision}>
              {revisions.length > 1 && cell("from", revision)}
              {revisions.length > 1 && cell("to", revision)}
              <th scope="row">
                <Which store={store} revision={revision} isNewest={revision.revision === newest} />
              </th>
            </tr>
          ))}
        </tbody>
      </table>
      {revisions.length > 1 && (
        <>
          <Compared store={store} item={item} from={from} to={to} />
          <Restore store={store} item={item} revision={to === newest ? from : to} />
        </>
      )}
    </>
  );
}

function Which({ store, revision, isNewest }: { store: DeskStore; revision: Revision; isNewest: boolean }) {
  const words = historyWords.value;
  const atMs = Date.parse(revision.at);
  const zone = store.timeZone.value;
  return (
    <>
      <b>{words.revision(revision.revision)}</b>{" "}
      <time dateTime={revision.at}>
        <i>{shortDay(atMs, zone, language.value)}</i> <Figures text={clockTime(atMs, zone)} />
      </time>{" "}
      <span>{words.by(revision.by)}</span> {isNewest && <span class="plate soft">{words.newest}</span>}
    </>
  );
}

interface ComparedProps {
  readonly store: DeskStore;
  readonly item: DeskAnnouncement;
  readonly from: number;
  readonly to: number;
}

function Compared({ store, item, from, to }: ComparedProps) {
  const words = historyWords.value;
  const context = sayContext(store);
  const of = (revision: number) =>
    contentOfRevision(item, revision, store.timeZone.value, store.language.value);
  const rows = sortedByField(differences(of(from), of(to)), context.words);
  return (
    <section class="compared" aria-live="polite">
      <h4>
        <span>{words.revision(from)}</span>
        <span>{words.revision(to)}</span>
      </h4>
      <p class="hint">{rows.length === 0 ? words.same : words.changes(rows.length)}</p>
      <DifferenceRows rows={rows} context={context} />
    </section>
  );
}

interface RestoreProps {
  readonly store: DeskStore;
  readonly item: DeskAnnouncement;
  readonly revision: number;
}

/** Loads it into the form, where it can be looked at, changed and saved like anything that is typed. */
function Restore({ store, item, revision }: RestoreProps) {
  const words = historyWords.value;
  const isAsked = useSignal(false);
  const kept = item.revisions?.find((each) => each.revision === revision);
  const isGone = item.state === "withdrawn" || item.state === "discarded";
  if (kept === undefined || isGone || !store.may("draft")) return null;
  const restore = () => {
    const form = formOfRevision(item, kept.written, store.timeZone.value, store.language.value);
    const { exact } = form;
    store.edit({ ...contentOf(form), ...(exact === undefined ? {} : { exact }) });
    store.pane.value = "write";
    store.said.value = words.restored(revision);
  };
  const isPublic = item.publishedAt !== undefined;
  return (
    <div class="restore">
      <p class="hint">
        {isAsked.value ? words.restoreWarns : isPublic ? words.restoreCorrection : words.restoreHint}
      </p>
      {isAsked.value && (
        <button type="button" class="button" onClick={() => (isAsked.value = false)}>
          {words.restoreKeep}
        </button>
      )}
      <button
        type="button"
        class="button"
        onClick={() => {
          if (store.isDirty.value && !isAsked.value) isAsked.value = true;
          else restore();
        }}
      >
        {words.restore(revision)}
      </button>
    </div>
  );
}
