import { shellWords } from "../shell/words.ts";
import { ROLES } from "../state/desk-rights.ts";
import { addedBy, asksAgain } from "./people.ts";
import { peopleWords } from "./words.ts";

/** Made of the table by which the desk shows its buttons, so that it cannot say anything else. */
export function RolesTable() {
  const words = peopleWords.value;
  return (
    <section aria-labelledby="roles-title">
      <h2 id="roles-title">{words.rolesTitle}</h2>
      <p>{words.rolesNote}</p>
      <table class="roles">
        <thead>
          <tr>
            <th scope="col">{words.role}</th>
            <th scope="col">{words.may}</th>
          </tr>
        </thead>
        <tbody>
          {ROLES.map((role) => (
            <tr key={role}>
              <th scope="row">{shellWords.value.roles[role]}</th>
              <td>
                <ul>
                  {addedBy(role).map((right) => (
                    <li key={right}>
                      {words.rights[right]}
                      {asksAgain.has(right) && <small> · {words.again}</small>}
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
