import { useId } from "preact/hooks";
import type { Role } from "../../../server/contract/people.ts";
import { shellWords } from "../shell/words.ts";
import { addedBy } from "./people.ts";
import { peopleWords } from "./words.ts";

interface RoleChoiceProps {
  readonly roles: readonly Role[];
  readonly value: Role;
  readonly onValue: (role: Role) => void;
  /** In a dialog that asks for nothing else, the focus starts on the one that holds. */
  readonly isFirst?: boolean;
}

/** Each role with what it adds: nobody has to know the words by heart to choose well. */
export function RoleChoice({ roles, value, onValue, isFirst = false }: RoleChoiceProps) {
  const name = useId();
  const { role: legend, rights } = peopleWords.value;
  return (
    <fieldset class="role-choice">
      <legend>{legend}</legend>
      {roles.map((role) => (
        <label key={role}>
          <input
            type="radio"
            name={name}
            data-path={role === value ? "role" : undefined}
            checked={role === value}
            autofocus={isFirst && role === value}
            onChange={() => onValue(role)}
          />
          <span>
            <b>{shellWords.value.roles[role]}</b>
            <small>
              {role === "author" ? "" : "+ "}
              {addedBy(role)
                .map((right) => rights[right])
                .join(" · ")}
            </small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
