/** One field of a form: its label, what is in it, what helps to fill it in, and what is wrong with it. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { Problem } from "../state/desk-api.ts";
import { faultsAt, faultWords } from "./fault-words.ts";
import { counted } from "./length-left.ts";

export { faultsAt } from "./fault-words.ts";
export { Refusal } from "./refusal.tsx";

export function Faults({ problem, path, id }: { problem: Problem | undefined; path: string; id?: string }) {
  const faults = faultsAt(problem, path);
  if (faults.length === 0) return null;
  return (
    <p class="fault" id={id}>
      {faults.join(" ")}
    </p>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  /** Where the server has it: its faults stand here, and a summary leads here. */
  readonly path: string;
  readonly problem: Problem | undefined;
  readonly onValue: (value: string) => void;
  readonly hint?: string;
  readonly type?: "text" | "email" | "password" | "datetime-local" | "date" | "time" | "search" | "url";
  readonly autocomplete?: string;
  readonly placeholder?: string;
  /** Near it, what is left is counted; more can be typed, so that nothing is cut, and is said to be too much. */
  readonly maxLength?: number;
  readonly required?: boolean;
  readonly disabled?: boolean;
  /** The language of what stands in the field, where it is not the page's. */
  readonly lang?: string;
  readonly dir?: "ltr" | "rtl" | "auto";
}

/** What every control of a field has in common. Its hint, its faults and what is left belong to it. */
function controlOf(
  id: string,
  { problem, path, hint, required, disabled, value, maxLength, lang, dir }: FieldProps,
) {
  const isFaulty = faultsAt(problem, path).length > 0;
  const left = counted(value, maxLength);
  const described = [
    hint === undefined ? "" : `${id}-hint`,
    left === undefined ? "" : `${id}-left`,
    isFaulty ? `${id}-fault` : "",
  ].filter(Boolean);
  return {
    id,
    "data-path": path,
    disabled,
    lang,
    dir,
    "aria-required": required,
    "aria-invalid": isFaulty || (left?.isOver ?? false),
    ...(described.length === 0 ? {} : { "aria-describedby": described.join(" ") }),
  };
}

function Field({ id, props, children }: { id: string; props: FieldProps; children: ComponentChildren }) {
  const { label, hint, required, problem, path, value, maxLength } = props;
  const { required: mark, left: fits, over } = faultWords.value;
  const left = counted(value, maxLength);
  return (
    <div class="field">
      <label for={id}>
        {label}
        {required && <small class="required"> {mark}</small>}
      </label>
      {children}
      {(hint !== undefined || left !== undefined) && (
        <p class="beside">
          {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
          {left !== undefined && (
            <small id={`${id}-left`} class={left.isOver ? "left over num" : "left num"}>
              {(left.isOver ? over : fits).replace("{count}", String(left.count))}
            </small>
          )}
        </p>
      )}
      <Faults problem={problem} path={path} id={`${id}-fault`} />
    </div>
  );
}

export function TextField(props: FieldProps) {
  const id = useId();
  if (props.type === "password") return <PasswordField {...props} />;
  const { value, onValue, type = "text", autocomplete, placeholder } = props;
  return (
    <Field id={id} props={props}>
      <input
        // Its types tell apart what may stand beside each type of input; ours are all plain text to it.
        type={type as "text"}
        value={value}
        autocomplete={autocomplete}
        placeholder={placeholder}
        step={type === "datetime-local" && value.length > "2022-11-09T16:30".length ? 1 : undefined}
        onInput={(event) => onValue(event.currentTarget.value)}
        {...controlOf(id, props)}
      />
    </Field>
  );
}

/** It can be looked at before it is sent, and pasted from where passwords are kept. */
function PasswordField(props: FieldProps) {
  const id = useId();
  const isShown = useSignal(false);
  const { value, onValue, autocomplete } = props;
  const { show, hide, showPassword } = faultWords.value;
  return (
    <Field id={id} props={props}>
      <div class="password">
        <input
          // As above: either type may stand beside the rest.
          type={(isShown.value ? "text" : "password") as "text"}
          value={value}
          autocomplete={autocomplete}
          autocapitalize="none"
          spellcheck={false}
          onInput={(event) => onValue(event.currentTarget.value)}
          {...controlOf(id, props)}
        />
        <button
          type="button"
          aria-label={showPassword}
          aria-pressed={isShown.value}
          disabled={props.disabled}
          onClick={() => (isShown.value = !isShown.value)}
        >
          {isShown.value ? hide : show}
        </button>
      </div>
    </Field>
  );
}

export function TextArea(props: FieldProps & { look?: string; rows: number }) {
  const id = useId();
  const { value, onValue, look, rows, placeholder } = props;
  return (
    <Field id={id} props={props}>
      <textarea
        class={look}
        rows={rows}
        value={value}
        placeholder={placeholder}
        onInput={(event) => onValue(event.currentTarget.value)}
        {...controlOf(id, props)}
      />
    </Field>
  );
}

export function SelectField(props: FieldProps & { children: ComponentChildren }) {
  const id = useId();
  const { value, onValue, children } = props;
  return (
    <Field id={id} props={props}>
      <select
        value={value}
        onChange={(event) => onValue(event.currentTarget.value)}
        {...controlOf(id, props)}
      >
        {children}
      </select>
    </Field>
  );
}

interface ChoiceProps<T extends string> {
  readonly legend: string;
  readonly name: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onValue: (value: T) => void;
  readonly disabled?: boolean;
}

/** A choice of two or three, as radio buttons side by side. */
export function Choice<T extends string>({
  legend,
  name,
  value,
  options,
  onValue,
  disabled,
}: ChoiceProps<T>) {
  return (
    <fieldset disabled={disabled}>
      <legend class="hush">{legend}</legend>
      <div class="switch">
        {options.map(([option, word]) => (
          <>
            <input
              type="radio"
              name={name}
              id={`${name}-${option}`}
              checked={value === option}
              onChange={() => onValue(option)}
            />
            <label for={`${name}-${option}`}>{word}</label>
          </>
        ))}
      </div>
    </fieldset>
  );
}

interface ChipProps {
  readonly isOn: boolean;
  readonly onPress: () => void;
  readonly disabled?: boolean;
  readonly children: ComponentChildren;
}

export const Chip = ({ isOn, onPress, disabled, children }: ChipProps) => (
  <button type="button" class="chip" aria-pressed={isOn} disabled={disabled} onClick={onPress}>
    {children}
  </button>
);
