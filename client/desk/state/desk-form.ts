/**
 * What is open in the composer: opened, typed in, kept on the device at every key, saved, left. Nothing typed is
 * lost at any point: it is with the server, or kept on the device by its own name.
 */
import { batch, computed, signal } from "@preact/signals";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import type { EditingMessage } from "../../../server/contract/socket.ts";
import { dueAt, isUnsaved, reachable, settled, typed, untouched } from "../composer/autosave.ts";
import { type ComposerForm, emptyForm } from "../composer/composer-form.ts";
import { nameOf } from "../composer/kept-forms.ts";
import type { Answer, Problem } from "./desk-api.ts";
import { createDrafts, type DraftsDeps, type KeptLine } from "./desk-drafts.ts";
import { type Asker, createSaving, type Draft } from "./desk-saving.ts";

export interface FormDeps extends DraftsDeps {
  readonly now: () => number;
  /** For what is sent by itself: it asks nobody for a password. */
  readonly quietly: Asker;
  readonly took: (item: DeskAnnouncement) => void;
  readonly editing: (message: EditingMessage) => void;
  readonly isHeldByOther: (id: string | undefined) => boolean;
  readonly isSignedIn: () => boolean;
  /** What is open in this window, over a reload. */
  readonly remember: (name: string) => void;
  readonly after: (ms: number, run: () => void) => () => void;
}

/** Of the sending and the writing, not of the announcement: saving would not bring them to the server. */
const ASIDE = new Set<string>(["at", "when", "leadMinutes", "template", "prompts", "removePrevious"]);

export function createDeskForm(deps: FormDeps) {
  const drafts = createDrafts(deps);
  let open_ = drafts.fresh();
  /** Left while a request was under way: whoever opens it again gets this one, not another. */
  const inFlight = new Set<Draft>();
  let cancel = (): void => {};

  const form = signal(open_.form);
  const saving = signal(open_.saving);
  const refusal = signal<Problem | undefined>(undefined);
  const isKept = signal(true);
  const wasRestored = signal(false);
  const hasConflict = signal(false);
  const keptLines = signal<readonly KeptLine[]>([]);
  const isDirty = computed(() => isUnsaved(saving.value));

  const { send } = createSaving({
    zone: () => deps.timeZone.peek(),
    now: deps.now,
    itemOf: deps.itemOf,
    newKey: deps.newKey,
    took: deps.took,
    changed,
  });

  function changed(draft: Draft, former?: ComposerForm): void {
    const isDone = drafts.keep(draft, deps.now(), former);
    if (draft !== open_) return;
    isKept.value = isDone;
    if (former !== undefined && former.id === undefined && draft.form.id !== undefined) {
      deps.remember(nameOf(draft.form));
      deps.editing({ announcementId: draft.form.id });
    }
    show();
    plan();
  }

  function show(): void {
    batch(() => {
      form.value = open_.form;
      saving.value = open_.saving;
      refusal.value = open_.problem;
      if (open_.saving.trouble === "conflict") hasConflict.value = true;
    });
  }

  /** Whether it may be saved without a person asking: a draft stays a draft by it, and nobody else is at it. */
  function goesByItself({ form: { id, text } }: Draft): boolean {
    const first = text[deps.language.peek()];
    if (!deps.isSignedIn() || first === undefined || first.headline.trim() === "") return false;
    if (id === undefined) return true;
    return deps.itemOf(id)?.state === "draft" && !deps.isHeldByOther(id);
  }

  /** The next time that what is open is sent by itself. */
  function plan(): void {
    cancel();
    const due = dueAt(open_.saving);
    if (due === undefined || hasConflict.peek() || !goesByItself(open_)) return;
    cancel = deps.after(Math.max(0, due - deps.now()), () => {
      if (dueAt(open_.saving) !== undefined && goesByItself(open_)) void sendQuietly(open_);
    });
  }

  async function sendQuietly(draft: Draft): Promise<void> {
    if (draft.unsettled === undefined && drafts.isAsSaved(draft)) {
      draft.saving = { ...draft.saving, saved: draft.saving.typed };
      changed(draft);
      return;
    }
    inFlight.add(draft);
    await send(draft, deps.quietly);
    inFlight.delete(draft);
    // What was typed while it was under way, in what was left since.
    if (
      draft !== open_ &&
      draft.saving.trouble === undefined &&
      isUnsaved(draft.saving) &&
      goesByItself(draft)
    )
      await sendQuietly(draft);
    refreshKept();
  }

  function draftNamed(name: string, item: DeskAnnouncement | undefined): Draft {
    const flying = [...inFlight].find((draft) => nameOf(draft.form) === name);
    return flying ?? drafts.named(name, item);
  }

  function openDraft(draft: Draft): void {
    const left = open_;
    cancel();
    open_ = draft;
    batch(() => {
      wasRestored.value = isUnsaved(draft.saving);
      hasConflict.value = false;
      isKept.value = true;
      show();
    });
    if (left !== draft && isUnsaved(left.saving) && !inFlight.has(left) && goesByItself(left))
      void sendQuietly(left);
    deps.remember(nameOf(draft.form));
    const { id } = draft.form;
    deps.editing(id !== undefined && isUnsaved(draft.saving) ? { announcementId: id } : {});
    refreshKept();
    plan();
  }

  function edit(change: Partial<ComposerForm>): void {
    const isContent = Object.keys(change).some((name) => !ASIDE.has(name));
    open_.form = { ...open_.form, ...change };
    const isNothing = drafts.isBlank(open_.form) && open_.unsettled === undefined;
    if (isContent) open_.saving = isNothing ? untouched : typed(open_.saving, deps.now());
    else open_.hasAside = true;
    if (change.revision !== undefined) {
      open_.saving = settled(open_.saving);
      hasConflict.value = false;
    }
    const { id } = open_.form;
    if (id !== undefined && !deps.isHeldByOther(id)) deps.editing({ announcementId: id });
    changed(open_);
  }

  /** Given up, or gone out: nothing of it is kept here any more. */
  function forget(id: string | undefined): void {
    const name = id ?? nameOf(open_.form);
    deps.kept()?.forget(name);
    if (name === nameOf(open_.form)) {
      open_.saving = { ...untouched, savedAtMs: open_.saving.savedAtMs };
      open_.unsettled = undefined;
      open_.problem = undefined;
      open_.hasAside = false;
      batch(() => {
        wasRestored.value = false;
        hasConflict.value = false;
        show();
      });
      plan();
    }
    refreshKept();
  }

  function refreshKept(): void {
    keptLines.value = drafts.lines(nameOf(open_.form));
  }

  return {
    form,
    saving,
    refusal,
    isDirty,
    isKept,
    wasRestored,
    hasConflict,
    keptLines,
    edit,
    forget,
    refreshKept,
    goesByItself: () => goesByItself(open_),
    /** As the server has it, with what was typed on it and kept; undefined: a new one. */
    open: (item: DeskAnnouncement | undefined): void =>
      openDraft(item === undefined ? drafts.fresh() : draftNamed(item.id, item)),
    /** By the name under which it is kept, or was open in this window. */
    openNamed: (name: string): void => openDraft(draftNamed(name, deps.itemOf(name))),
    discardKept(name: string): void {
      deps.kept()?.forget(name);
      refreshKept();
    },
    /** Somebody else changed it, or the event's default language is known now: shown, where nothing was typed. */
    follow(item: DeskAnnouncement | undefined): void {
      if (isUnsaved(open_.saving) || open_.saving.underWay !== undefined) return;
      const { id, revision } = open_.form;
      if (item !== undefined && item.id === id && item.revision !== revision)
        open_.form = drafts.cleanForm(item);
      else if (id === undefined && !(deps.language.peek() in open_.form.text))
        open_.form = { ...emptyForm(deps.language.peek()), draftKey: open_.form.draftKey };
      else return;
      show();
    },
    /** Handed on to others, with nothing unsaved: they may have it until something is typed here again. */
    letGo(): void {
      if (!isUnsaved(open_.saving)) deps.editing({});
    },
    /** What may be sent by itself depends on more than keys: on the state, on who is at it, on the network. */
    lookAgain(): void {
      open_.saving = reachable(open_.saving);
      show();
      plan();
    },
    /**
     * All that is typed now, saved; where nothing is, as it is. What is typed while it is under way stays in
     * the form and is not part of it.
     */
    async save(asker: Asker): Promise<Answer<DeskAnnouncement>> {
      const draft = open_;
      cancel();
      await draft.flight;
      if (draft.unsettled !== undefined) {
        const answer = await send(draft, asker);
        if (!answer.ok) return answer;
      }
      const item = deps.itemOf(draft.form.id);
      if (item !== undefined && !isUnsaved(draft.saving)) return { ok: true, status: 200, body: item };
      return await send(draft, asker);
    },
    /** Nobody sits here any more: what was typed stays on the device, nothing of it in sight. */
    close(): void {
      cancel();
      open_ = drafts.fresh();
      hasConflict.value = false;
      wasRestored.value = false;
      keptLines.value = [];
      show();
    },
  };
}

export type DeskForm = ReturnType<typeof createDeskForm>;
