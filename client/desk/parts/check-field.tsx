import { useId } from "preact/hooks";
import type { Problem } from "../state/desk-api.ts";
import { faultsAt } from "./fault-words.ts";
import { Faults } from "./form-field.tsx";

interface CheckFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly isOn: boolean;
  readonly path: string;
  readonly problem: Problem | undefined;
  readonly onChange: (isOn: boolean) => void;
  readonly disabled?: boolean;
}

/** Yes or no, with what yes means under it. */
export function CheckField({ label, hint, isOn, path, problem, onChange, disabled }: CheckFieldProps) {
  const id = useId();
  const isFaulty = faultsAt(problem, path).length > 0;
  const described = [hint === undefined ? "" : `${id}-hint`, isFaulty ? `${id}-fault` : ""].filter(Boolean);
  return (
    <div class="check">
      <input
        type="checkbox"
        id={id}
        data-path={path}
        checked={isOn}
        disabled={disabled}
        aria-invalid={isFaulty}
        aria-describedby={described.join(" ") || undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
      <Faults problem={problem} path={path} id={`${id}-fault`} />
    </div>
  );
}
