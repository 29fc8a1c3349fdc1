import { useId } from "preact/hooks";
import { language } from "../../shared/words/words.ts";
import type { EventForm } from "./event-form.ts";
import { nameOf } from "./say.ts";
import { rowsOf } from "./zone-tree.ts";

interface ZoneChoiceProps {
  readonly label: string;
  readonly none: string;
  readonly form: EventForm;
  readonly value: string;
  readonly onZone: (id: string) => void;
  readonly isOffered?: (id: string) => boolean;
}

/** The tree as a list: deeper zones stand further in. */
export function ZoneChoice({ label, none, form, value, onZone, isOffered = () => true }: ZoneChoiceProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onZone(event.currentTarget.value)}>
        <option value="">{none}</option>
        {rowsOf(form.zones)
          .filter(({ zone }) => isOffered(zone.id))
          .map(({ zone, depth }) => (
            <option key={zone.id} value={zone.id}>
              {`${"\u2003".repeat(depth)}${nameOf(zone, form, language.value)}`}
            </option>
          ))}
      </select>
    </div>
  );
}
