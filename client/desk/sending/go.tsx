import { useSignal } from "@preact/signals";
import { textIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import { actionRows } from "../composer/action-rows.ts";
import { isLink } from "../composer/links.ts";
import { goesOutAt } from "../composer/time-checks.ts";
import { faultsOfTimes, momentIn, timesAround } from "../composer/time-faults.ts";
import { type Act, whatToDo } from "../composer/what-to-do.ts";
import { writeWords } from "../composer/words.ts";
import { languagesOf } from "../composer/writing.ts";
import { useShortcuts } from "../shell/shortcuts.tsx";
import type { FieldProblem } from "../state/desk-api.ts";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { goWords } from "./go-words.ts";
import { Proposed } from "./proposed.tsx";
import { Reach } from "./reach.tsx";

/** The one black button says when it goes and to whom; the others are what else may be done with it now. */
export function Go({ store, commands }: DeskProps) {
  const said = goWords.value;
  const { black, others, hint } = situationOf(store);
  const isLocked = store.lock.value !== undefined || store.hasConflict.value;
  const run = (act: Act | undefined) => {
    if (act === undefined || isLocked || store.isBusy.peek()) return;
    perform({ store, commands }, act);
  };
  const saves =
    black === "save" || others.includes("save") ? "save" : black === "correct" ? "correct" : undefined;
  useShortcuts([
    { keys: "Mod+Enter", says: () => goWords.value.press, run: () => run(black) },
    { keys: "Mod+s", says: () => goWords.value.saveKey, run: () => saves === "save" && run("save") },
  ]);
  const isPaired = store.twoPersonApproval.value.includes(store.form.value.kind);
  const isSending = black === "publish" || black === "schedule" || black === "follow" || black === "correct";
  return (
    <section class="go">
      <Proposed store={store} commands={commands} />
      {(isSending || black === "submit") && <Reach store={store} />}
      {hint !== undefined && <p class="go-hint">{said.hints[hint]}</p>}
      {black === "correct" && <RemovePrevious store={store} />}
      {black === undefined && store.openItem.value?.scheduledAt !== undefined && (
        <p class="reach">{said.goesOut(momentIn(store, Date.parse(store.openItem.value.scheduledAt)))}</p>
      )}
      {black !== undefined && (
        <button
          type="button"
          class="button primary send"
          disabled={isLocked}
          aria-busy={store.isBusy.value}
          onClick={() => run(black)}
        >
          {isPaired && black === "correct" ? said.proposeCorrection : wordOf(store, black)}
        </button>
      )}
      <div class="pair">
        {others
          .filter((act) => act !== "discard")
          .map((act) => (
            <button key={act} type="button" class="button" disabled={isLocked} onClick={() => run(act)}>
              {wordOf(store, act)}
            </button>
          ))}
      </div>
      <div class="lesser">
        {others.includes("discard") && (
          <button type="button" class="plain" disabled={isLocked} onClick={() => run("discard")}>
            {said.acts.discard}
          </button>
        )}
        <UndoTyping store={store} isLocked={isLocked} />
      </div>
    </section>
  );
}

function situationOf(store: DeskStore) {
  const item = store.openItem.value;
  const form = store.form.value;
  const { name, email } = store.who.value ?? {};
  const own = [name, email].filter((each) => each !== undefined);
  const atMs = goesOutAt(form, timesAround(store));
  const isAtSame = item?.scheduledAt !== undefined && atMs === Date.parse(item.scheduledAt);
  return whatToDo({
    state: item?.state ?? "draft",
    isNew: item === undefined,
    isDirty: store.isDirty.value,
    isPinned: item?.pinned ?? false,
    kind: form.kind,
    when: form.when,
    keepsTime:
      item?.state === "scheduled" && isAtSame && (form.when === "session") === (item.follows !== undefined),
    isApproved: item?.approvedBy !== undefined,
    isWriter: item === undefined || own.includes(item.createdBy) || own.includes(item.changedBy),
    twoPersonApproval: store.twoPersonApproval.value,
    may: store.may,
  });
}

function wordOf(store: DeskStore, act: Act): string {
  const said = goWords.value;
  const form = store.form.value;
  if (act === "save") return store.openItem.value === undefined ? said.saveDraft : said.acts.save;
  if (act === "publish" && form.kind === "urgent") return said.publishUrgent;
  if (act !== "schedule" && act !== "follow") return said.acts[act];
  const atMs = goesOutAt(form, timesAround(store));
  if (atMs === undefined) return said.schedule;
  const time = momentIn(store, atMs);
  return act === "schedule" ? said.scheduleFor(time) : said.scheduleWith(time);
}

function perform({ store, commands }: DeskProps, act: Act): void {
  const faults = faultsOf(store);
  switch (act) {
    case "publish":
      return void commands.publish(faults);
    case "schedule":
    case "follow":
      return void commands.schedule(faults);
    case "correct":
    case "save":
      return void commands.saveOnly(faults.filter(({ path }) => path !== "at"));
    case "withdraw": {
      const item = store.openItem.peek();
      if (item === undefined) return;
      const { headline } = textIn(item, language.peek(), languagesOf(store));
      store.question.value = { ask: "withdraw", id: item.id, headline };
      return;
    }
    default:
      return void commands.simply(act);
  }
}

/** What the page finds wrong by itself: it is said before anything is sent. */
function faultsOf(store: DeskStore): FieldProblem[] {
  const links = actionRows(store.form.peek().actions)
    .filter(({ url }) => url.trim() !== "" && !isLink(url))
    .map(({ written }) => ({ path: `actions.${written}.url`, message: writeWords.value.badLink }));
  return [...faultsOfTimes(store), ...links];
}

function RemovePrevious({ store }: { store: DeskStore }) {
  const said = goWords.value;
  return (
    <label class="tick-line">
      <input
        type="checkbox"
        checked={store.form.value.removePrevious}
        onChange={(event) => store.edit({ removePrevious: event.currentTarget.checked })}
      />
      <span>
        {said.removePrevious}
        <small>{said.removePreviousHint}</small>
      </span>
    </label>
  );
}

/** What was typed goes only when it is said twice. */
function UndoTyping({ store, isLocked }: { store: DeskStore; isLocked: boolean }) {
  const said = goWords.value;
  const sureOf = useSignal("");
  const { id, draftKey } = store.form.value;
  const name = id ?? draftKey ?? "";
  if (!store.isDirty.value || isLocked) return null;
  const discard = () => {
    if (sureOf.value !== name) {
      sureOf.value = name;
      return;
    }
    sureOf.value = "";
    store.forget(id);
    store.open(id);
  };
  return (
    <button type="button" class="plain" onClick={discard} onBlur={() => (sureOf.value = "")}>
      {sureOf.value === name ? said.undoSure : said.undoTyping}
    </button>
  );
}
