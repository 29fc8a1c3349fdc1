/** The settings of one screen while they are being changed, beside what colleagues change of them. */
import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { DeskKiosk } from "../../../server/contract/desk-kiosk.ts";
import { ownRefusal } from "../parts/fault-words.ts";
import { focusField } from "../parts/field-focus.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import {
  changeFrom,
  isChanged,
  type Rebased,
  rebased,
  type SettingsForm,
  settingsFaults,
  settingsFrom,
} from "./settings-form.ts";

export interface Settings {
  readonly form: ReadonlySignal<SettingsForm>;
  readonly isDirty: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<Problem | undefined>;
  /** What somebody else changed while it was changed here. */
  readonly meanwhile: ReadonlySignal<Omit<Rebased, "form"> | undefined>;
  readonly isBusy: ReadonlySignal<boolean>;
  readonly isSaved: ReadonlySignal<boolean>;
  edit(change: Partial<SettingsForm>): void;
  reset(): void;
  save(): Promise<void>;
}

export function useSettings(store: DeskStore, kiosk: DeskKiosk): Settings {
  /** As it was when the change began, and which revision that was. */
  const base = useSignal({ form: settingsFrom(kiosk), revision: kiosk.revision });
  const form = useSignal(base.peek().form);
  const problem = useSignal<Problem | undefined>(undefined);
  const meanwhile = useSignal<Omit<Rebased, "form"> | undefined>(undefined);
  const isBusy = useSignal(false);
  const isSaved = useSignal(false);
  const isDirty = useComputed(() => isChanged(form.value, base.value.form));

  function begin(from: DeskKiosk): void {
    base.value = { form: settingsFrom(from), revision: from.revision };
    form.value = base.peek().form;
    problem.value = undefined;
    meanwhile.value = undefined;
  }

  // Nothing is being changed here: what a colleague changes is shown at once.
  useEffect(() => {
    if (!isDirty.peek() && !isBusy.peek() && kiosk.revision > base.peek().revision) begin(kiosk);
  }, [kiosk.revision]);

  async function save(): Promise<void> {
    const faults = settingsFaults(form.peek());
    if (faults.length > 0) return refuse(ownRefusal(faults));
    isBusy.value = true;
    isSaved.value = false;
    const answer = await store.asking<DeskKiosk>(`/api/v1/desk/kiosks/${kiosk.id}`, {
      method: "PATCH",
      body: changeFrom(form.peek(), base.peek().form),
      ifMatch: base.peek().revision,
    });
    isBusy.value = false;
    if (answer.ok) {
      begin(answer.body);
      store.screens.put(answer.body);
      isSaved.value = true;
    } else if (answer.problem.code === "stale_revision") await lookAgain(answer.problem);
    else refuse(answer.problem);
  }

  /** Theirs comes under mine, and both are told apart before anything is saved again. */
  async function lookAgain(stale: Problem): Promise<void> {
    const answer = await store.asking<DeskKiosk>(`/api/v1/desk/kiosks/${kiosk.id}`);
    if (!answer.ok) return refuse(answer.problem);
    const theirs = settingsFrom(answer.body);
    const { form: mine, ...others } = rebased(form.peek(), base.peek().form, theirs);
    base.value = { form: theirs, revision: answer.body.revision };
    form.value = mine;
    meanwhile.value = others;
    problem.value = stale;
    store.screens.put(answer.body);
  }

  function refuse(refused: Problem): void {
    problem.value = refused;
    const first = refused.errors[0]?.path;
    if (first !== undefined) requestAnimationFrame(() => focusField(document, first));
  }

  return {
    form,
    isDirty,
    problem,
    meanwhile,
    isBusy,
    isSaved,
    edit: (change) => {
      form.value = { ...form.peek(), ...change };
      isSaved.value = false;
    },
    reset: () => {
      form.value = base.peek().form;
      problem.value = undefined;
      meanwhile.value = undefined;
    },
    save,
  };
}
