import { chooseTheme, theme, themes } from "../../shared/theme.ts";
import { ownNameOf } from "../../shared/words/languages.ts";
import { chooseInterface, language } from "../../shared/words/words.ts";
import { Menu } from "../parts/menu.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { deskLanguages } from "../words.ts";
import { initialsOf } from "./initials.ts";
import { shellWords } from "./words.ts";

/** Who sits here, and what is theirs to choose: language, appearance, account, leaving. */
export function Mine({ store }: { store: DeskStore }) {
  const who = store.who.value;
  if (who == null) return null;
  const said = shellWords.value;
  const name = who.name ?? who.email ?? who.id;
  return (
    <div class="mine">
      <Menu
        look="me-button"
        label={`${name}, ${said.roles[who.role]}`}
        items={[
          { says: said.pages.account, run: () => store.goTo("account") },
          ...deskLanguages.map((tag) => ({
            says: ownNameOf(tag),
            isChosen: language.value === tag,
            run: () => chooseInterface(tag),
          })),
          ...themes.map((name) => ({
            says: said.looks[name],
            isChosen: theme.value === name,
            run: () => chooseTheme(name),
          })),
          {
            says: said.shortcuts,
            run: () => {
              store.question.value = { ask: "shortcuts" };
            },
          },
          ...(who.role === "admin"
            ? [{ says: said.queues, run: () => window.location.assign("/desk/queues") }]
            : []),
          { says: said.signOut, run: () => void store.leave() },
        ]}
      >
        {/* Drawn, not said: to whoever speaks to the desk the button is called by the words on it. */}
        <span class="ring" aria-hidden="true" data-initials={initialsOf(name)} />
        <span class="me">
          <b>{name}</b> <small>{said.roles[who.role]}</small>
        </span>
      </Menu>
    </div>
  );
}
