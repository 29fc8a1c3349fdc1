import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { DeskKiosk } from "../../../server/contract/desk-kiosk.ts";
import type { WaitingScreen } from "../../../server/contract/kiosk.ts";
import { languagesOf } from "../composer/writing.ts";
import { Dialog } from "../parts/dialog.tsx";
import { ownFault, ownRefusal } from "../parts/fault-words.ts";
import { focusField } from "../parts/field-focus.ts";
import { Refusal, TextField } from "../parts/form-field.tsx";
import { shellWords } from "../shell/words.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { Chosen, Found } from "./pair-steps.tsx";
import { pairWords } from "./pair-words.ts";
import { claimOf, newSettings, settingsFaults } from "./settings-form.ts";
import { writtenCode } from "./user-code.ts";

const PATH = "/api/v1/desk/kiosks";
/** A screen shows for a minute that it is the one; it is told again while somebody makes up their mind. */
const LOOK_AGAIN_MS = 45_000;
/** How a code looks. */
const LIKE = "BKTD-4P7X";

const isOfCode = (problem: Problem | undefined): boolean =>
  problem?.errors.some(({ path }) => path === "userCode") ?? false;

interface PairProps {
  readonly store: DeskStore;
  /** From the address that the screen's own code leads to. */
  readonly code: string;
  /** Whose place it is to take; absent: it may be a new one. */
  readonly replaces?: string | undefined;
  readonly onClose: () => void;
  readonly onDone: (what: string) => void;
}

/** Which screen it is, by the code that it shows; then what it is to be. */
export function PairScreen({ store, code: given, replaces, onClose, onDone }: PairProps) {
  const words = pairWords.value;
  const code = useSignal(writtenCode(given));
  const found = useSignal<WaitingScreen | undefined>(undefined);
  const form = useSignal(newSettings(languagesOf(store)));
  const isReplacing = useSignal(replaces !== undefined);
  const place = useSignal(replaces ?? "");
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);

  async function lookUp(): Promise<void> {
    if (code.peek().trim() === "") {
      problem.value = ownRefusal([ownFault("userCode", "required")]);
      return;
    }
    isBusy.value = true;
    const userCode = writtenCode(code.peek());
    const answer = await store.asking<WaitingScreen>(`${PATH}/pairings`, {
      method: "POST",
      body: { userCode },
    });
    isBusy.value = false;
    problem.value = answer.ok ? undefined : answer.problem;
    found.value = answer.ok ? answer.body : undefined;
    if (answer.ok) code.value = answer.body.userCode;
    else requestAnimationFrame(() => focusField(document, "userCode"));
  }
  useEffect(() => {
    if (given !== "") void lookUp();
  }, []);
  useEffect(() => {
    const userCode = found.value?.userCode;
    if (userCode === undefined) return;
    const again = () => void store.asking(`${PATH}/pairings`, { method: "POST", body: { userCode } });
    const timer = setInterval(again, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [found.value?.userCode]);

  function faults() {
    if (!isReplacing.peek()) return settingsFaults(form.peek());
    return place.peek() === "" ? [ownFault("replaces", "required")] : [];
  }

  async function claim(): Promise<void> {
    const wrong = faults();
    if (wrong.length > 0) return refuse(ownRefusal(wrong));
    isBusy.value = true;
    const body = claimOf(code.peek(), form.peek(), isReplacing.peek() ? place.peek() : "");
    const answer = await store.asking<DeskKiosk>(`${PATH}/claim`, { method: "POST", body });
    isBusy.value = false;
    if (!answer.ok) return refuse(answer.problem);
    store.screens.put(answer.body);
    onDone((isReplacing.peek() ? words.replaced : words.paired)(answer.body.name));
  }

  function refuse(refused: Problem): void {
    problem.value = refused;
    const first = refused.errors[0]?.path;
    // Its code is used or too old: the screen shows another one by now.
    if (isOfCode(refused)) found.value = undefined;
    if (first !== undefined) requestAnimationFrame(() => focusField(document, first));
  }

  const replaced = replaces === undefined ? undefined : store.screens.all.value.get(replaces);
  return (
    <Dialog
      title={replaced === undefined ? words.title : words.titleReplace(replaced.name)}
      look="pairing"
      onClose={onClose}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void (found.value === undefined ? lookUp() : claim());
        }}
      >
        {/* What is wrong with the code is said at its field, where it is put right. */}
        <Refusal problem={isOfCode(problem.value) ? undefined : problem.value} />
        {found.value === undefined ? (
          <TextField
            label={words.code}
            hint={words.codeHint}
            required
            autocomplete="off"
            placeholder={LIKE}
            value={code.value}
            path="userCode"
            problem={problem.value}
            onValue={(value) => (code.value = value)}
          />
        ) : (
          <>
            <Found
              store={store}
              found={found.value}
              onAnother={() => {
                found.value = undefined;
                code.value = "";
                requestAnimationFrame(() => focusField(document, "userCode"));
              }}
            />
            <Chosen
              store={store}
              form={form}
              isReplacing={isReplacing}
              place={place}
              isFixed={replaces !== undefined}
              problem={problem.value}
            />
          </>
        )}
        <div class="pair">
          <button type="button" class="button" onClick={onClose}>
            {shellWords.value.cancel}
          </button>
          <button type="submit" class="button primary" disabled={isBusy.value}>
            {found.value === undefined ? words.lookUp : isReplacing.value ? words.replacesDoes : words.pairs}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
