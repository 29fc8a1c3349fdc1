import type { Kind } from "../../../server/contract/announcement.ts";
import { Icon } from "../../shared/parts/icon.tsx";
import { KINDS } from "../../shared/view-model.ts";
import { TextField } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { noticeTemplates, promptsOf } from "./templates.ts";
import { setTo } from "./time-checks.ts";
import { writeWords } from "./words.ts";
import { answer } from "./writing.ts";

/** How long an urgent notice stands when nobody has said it: every one must end. */
const URGENT_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** What kind of announcement it is. It stays one kind once it is public. */
export function Kinds({ store }: { store: DeskStore }) {
  const { kind } = store.form.value;
  const said = writeWords.value;
  const isSent = store.openItem.value?.publishedAt !== undefined;
  const choose = (name: Kind) => {
    const form = store.form.peek();
    const endsAt = Math.ceil((store.now.peek() + URGENT_MS) / MINUTE_MS) * MINUTE_MS;
    const ends =
      name === "urgent" && form.expiresAt === ""
        ? setTo(form, "expiresAt", endsAt, store.timeZone.peek())
        : {};
    answer(store, { kind: name, ...ends });
  };
  return (
    <fieldset class="kinds" disabled={isSent} data-path="kind">
      <legend class="hush">{said.kind}</legend>
      {KINDS.map((name) => (
        <span key={name} data-kind={name}>
          <input
            type="radio"
            name="kind"
            id={`kind-${name}`}
            checked={kind === name}
            onChange={() => choose(name)}
          />
          <label for={`kind-${name}`}>
            <Icon name={name} />
            {said.kinds[name]}
          </label>
        </span>
      ))}
    </fieldset>
  );
}

/** Of a notice: the templates that there are, and what the chosen one asks. */
export function Prompts({ store }: { store: DeskStore }) {
  const { kind, template, prompts } = store.form.value;
  const said = writeWords.value;
  if (kind !== "notice") return null;
  return (
    <section class="prompts" aria-label={said.template}>
      <p class="chips">
        {(["", ...noticeTemplates] as const).map((name) => (
          <button
            key={name}
            type="button"
            class="chip"
            aria-pressed={template === name}
            onClick={() => answer(store, { template: name })}
          >
            {said.templates[name]}
          </button>
        ))}
      </p>
      {template !== "" && (
        <>
          <div class="four">
            {promptsOf[template].map((name) => (
              <TextField
                key={name}
                label={said.prompts[name]}
                value={prompts[name] ?? ""}
                path={`prompts.${name}`}
                problem={undefined}
                onValue={(value) => answer(store, { prompts: { ...prompts, [name]: value } })}
              />
            ))}
          </div>
          <p class="hint">{said.promptsHint}</p>
        </>
      )}
    </section>
  );
}
