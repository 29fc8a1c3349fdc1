/** What is one's own: name, password, where one is signed in, language and appearance. */
import { useSignal } from "@preact/signals";
import { chooseTheme, theme, themes } from "../../shared/theme.ts";
import { ownNameOf } from "../../shared/words/languages.ts";
import { chooseInterface, language } from "../../shared/words/words.ts";
import { Choice } from "../parts/form-field.tsx";
import { shellWords } from "../shell/words.ts";
import type { DeskProps } from "../state/desk-props.ts";
import { deskLanguages } from "../words.ts";
import { ChangeName } from "./change-name.tsx";
import { ChangePassword } from "./change-password.tsx";
import { Sessions } from "./sessions.tsx";
import { accountWords } from "./words.ts";

export function AccountPage({ store }: DeskProps) {
  const who = store.who.value;
  const passwords = useSignal(0);
  if (who == null) return null;
  const words = accountWords.value;
  return (
    <main class="page account">
      <header>
        <h1>{words.title}</h1>
        <p>
          {words.signedInAs} <b>{who.email ?? who.name ?? who.id}</b> · {shellWords.value.roles[who.role]}
        </p>
        <button type="button" class="button" onClick={() => void store.leave()}>
          {words.signOut}
        </button>
      </header>
      <ChangeName store={store} />
      <ChangePassword store={store} onChanged={() => (passwords.value += 1)} />
      <Appearance />
      <Sessions store={store} change={passwords.value} />
    </main>
  );
}

function Appearance() {
  const words = accountWords.value;
  const { looks } = shellWords.value;
  return (
    <section aria-labelledby="look-title">
      <h2 id="look-title">{words.look}</h2>
      <p>{words.lookNote}</p>
      <p class="of" aria-hidden="true">
        {words.language}
      </p>
      <Choice
        legend={words.language}
        name="interface-language"
        value={language.value}
        options={deskLanguages.map((tag) => [tag, ownNameOf(tag)] as const)}
        onValue={chooseInterface}
      />
      <p class="of" aria-hidden="true">
        {words.appearance}
      </p>
      <Choice
        legend={words.appearance}
        name="appearance"
        value={theme.value}
        options={themes.map((name) => [name, looks[name]] as const)}
        onValue={chooseTheme}
      />
    </section>
  );
}
