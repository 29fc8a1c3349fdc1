/** One field of a form: its label, what is in it, and what the server said of it. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { Problem } from "../state/desk-api.ts";

export const faultsAt = (problem: Problem | undefined, path: string): string[] =>
  (problem?.errors ?? [])
    .filter((fault) => fault.path === path || fault.path.startsWith(`${path}.`))
    .map(({ message }) => message);

export function Faults({ problem, path, id }: { problem: Problem | undefined; path: string; id?: string }) {
  const faults = [...new Set(faultsAt(problem, path))];
  if (faults.length === 0) return null;
  return (
    <p class="fault" id={id}>
      {faults.join("; ")}
    </p>
  );
}

/** The refusal itself, above the form; what is wrong with a field stands at the field as well. */
export function Refusal({ problem }: { problem: Problem | undefined }) {
  if (problem === undefined) return null;
  return (
    <div class="refusal" role="alert" data-code={problem.code}>
      <p>
        <b>{problem.detail}</b>
      </p>
      {problem.errors.length > 0 && (
        <ul>
          {problem.errors.map(({ path, message }) => (
            <li>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly path: string;
  readonly problem: Problem | undefined;
  readonly onValue: (value: string) => void;
  readonly hint?: string;
  readonly type?: "text" | "email" | "password" | "datetime-local";
  readonly autocomplete?: string;
  readonly maxLength?: number;
  readonly disabled?: boolean;
}

function describe(id: string, { problem, path }: FieldProps) {
  const isFaulty = faultsAt(problem, path).length > 0;
  return { "aria-invalid": isFaulty, ...(isFaulty ? { "aria-describedby": `${id}-fault` } : {}) };
}

export function TextField(props: FieldProps) {
  const id = useId();
  const { label, value, path, problem, onValue, hint, type = "text", autocomplete, disabled } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        // Its types tell apart what may stand beside each type of input; ours are all plain text to it.
        type={type as "text"}
        value={value}
        disabled={disabled}
        autocomplete={autocomplete}
        step={type === "datetime-local" && value.length > "2022-11-09T16:30".length ? 1 : undefined}
        onInput={(event) => onValue(event.currentTarget.value)}
        {...describe(id, props)}
      />
      {hint && <small>{hint}</small>}
      <Faults problem={problem} path={path} id={`${id}-fault`} />
    </div>
  );
}

export function TextArea(props: FieldProps & { look: string; rows: number }) {
  const id = useId();
  const { label, value, path, problem, onValue, look, rows, disabled } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        class={look}
        rows={rows}
        value={value}
        disabled={disabled}
        onInput={(event) => onValue(event.currentTarget.value)}
        {...describe(id, props)}
      />
      <Faults problem={problem} path={path} id={`${id}-fault`} />
    </div>
  );
}

export function SelectField(props: FieldProps & { children: ComponentChildren }) {
  const id = useId();
  const { label, value, path, problem, onValue, children, disabled } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={(event) => onValue(event.currentTarget.value)}
        {...describe(id, props)}
      >
        {children}
      </select>
      <Faults problem={problem} path={path} id={`${id}-fault`} />
    </div>
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
