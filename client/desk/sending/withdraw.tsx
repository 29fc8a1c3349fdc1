import { useSignal } from "@preact/signals";
import { ownNameOf } from "../../shared/words/languages.ts";
import { language as interfaceLanguage } from "../../shared/words/words.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Chip, TextField } from "../parts/form-field.tsx";
import { Frame } from "../preview/frame.tsx";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { careWords } from "./care-words.ts";
import { REASON_MAX, reasonsFor } from "./withdraw-reasons.ts";

interface WithdrawProps extends DeskProps {
  readonly question: { readonly id: string; readonly headline: string };
  readonly onClose: () => void;
}

/** Takes back what is public. Why, and what stands there after it, before it is done. */
export function Withdraw({ store, commands, question, onClose }: WithdrawProps) {
  const words = careWords.value;
  const reason = useSignal("");
  const isRefused = useSignal(false);
  const submit = (event: Event) => {
    event.preventDefault();
    if (reason.value.trim() === "") {
      isRefused.value = true;
      return;
    }
    onClose();
    void commands.withdraw(question.id, reason.value.trim());
  };
  const missing = isRefused.value && reason.value.trim() === "";
  return (
    <Dialog title={words.withdrawTitle} look="withdraw" onClose={onClose}>
      <form onSubmit={submit}>
        <p>{words.withdrawHow(question.headline)}</p>
        <Reasons store={store} onReason={(text) => (reason.value = text)} />
        <TextField
          label={words.reason}
          hint={words.reasonHint}
          value={reason.value}
          path="reason"
          maxLength={REASON_MAX}
          problem={missing ? problemOf(words.needsReason) : undefined}
          onValue={(value) => (reason.value = value)}
        />
        <Tombstone store={store} id={question.id} reason={reason.value} />
        <div class="pair">
          <button type="button" class="button" onClick={onClose}>
            {words.keepIt}
          </button>
          <button type="submit" class="button primary">
            {words.withdrawIt}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const problemOf = (message: string) => ({
  code: "invalid",
  detail: message,
  status: 0,
  errors: [{ path: "reason", message }],
});

function Reasons({ store, onReason }: { store: DeskStore; onReason: (reason: string) => void }) {
  const words = careWords.value;
  const all = store.event.value?.languages ?? [store.language.value];
  const only = useSignal<string | undefined>(undefined);
  const languages = only.value === undefined ? all : [only.value];
  const offered = reasonsFor(only.value ?? interfaceLanguage.value, languages);
  return (
    <>
      {all.length > 1 && (
        <fieldset class="chips">
          <legend class="label">{words.reasonsIn}</legend>
          <Chip isOn={only.value === undefined} onPress={() => (only.value = undefined)}>
            {words.everyLanguage}
          </Chip>
          {all.map((tag) => (
            <Chip key={tag} isOn={only.value === tag} onPress={() => (only.value = tag)}>
              <span lang={tag}>{ownNameOf(tag)}</span>
            </Chip>
          ))}
        </fieldset>
      )}
      <fieldset class="chips">
        <legend class="label">{words.reasonsQuick}</legend>
        {offered.map(({ label, reason }) => (
          <button type="button" class="chip" key={reason} lang={only.value} onClick={() => onReason(reason)}>
            {label}
          </button>
        ))}
      </fieldset>
    </>
  );
}

/** The line that readers find where it stood: when and why, never what. */
function Tombstone({ store, id, reason }: { store: DeskStore; id: string; reason: string }) {
  const words = careWords.value;
  const minute = Math.floor(store.now.value / 60_000) * 60_000;
  const theme = document.documentElement.dataset.theme;
  const isDark =
    theme === undefined || theme === ""
      ? matchMedia("(prefers-color-scheme: dark)").matches
      : theme === "dark";
  return (
    <figure class="device">
      <figcaption>{words.tombstone}</figcaption>
      <Frame
        page="feed"
        title={words.tombstone}
        show={{
          announcement: {
            id,
            offset: 1,
            withdrawnAt: new Date(minute).toISOString(),
            reason: reason.trim() || words.nothingYet,
          },
          event: store.event.value,
          language: interfaceLanguage.value,
          attendance: "online",
          theme: isDark ? "dark" : "light",
          now: minute,
        }}
      />
    </figure>
  );
}
