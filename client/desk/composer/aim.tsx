import { Icon } from "../../shared/parts/icon.tsx";
import { Chip, Choice } from "../parts/form-field.tsx";
import { Go } from "../sending/go.tsx";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { aimWords } from "./aim-words.ts";
import { ScreenPicker } from "./screen-picker.tsx";
import { When } from "./when.tsx";
import { PlacePicker } from "./zone-picker.tsx";

/** For whom, when and where; and at the foot the one black button. */
export function Aim({ store, commands }: DeskProps) {
  const state = store.openItem.value?.state;
  const isClosed = state === "withdrawn" || state === "discarded" || store.lock.value !== undefined;
  return (
    <aside class="aim" aria-label={aimWords.value.title}>
      <fieldset class="whole" disabled={isClosed}>
        <legend class="hush">{aimWords.value.title}</legend>
        <Audience store={store} />
        <When store={store} />
        <Where store={store} />
      </fieldset>
      <Go store={store} commands={commands} />
    </aside>
  );
}

function Audience({ store }: { store: DeskStore }) {
  const said = aimWords.value;
  const { attendance } = store.form.value;
  return (
    <section>
      <h2>{said.who}</h2>
      <Choice
        legend={said.attendance}
        name="attendance"
        value={attendance}
        options={(["everyone", "online", "in-person"] as const).map((each) => [each, said.attendances[each]])}
        onValue={(value) => store.edit({ attendance: value })}
      />
      <PlacePicker store={store} list="zones" />
      <PlacePicker store={store} list="tracks" />
    </section>
  );
}

function Where({ store }: { store: DeskStore }) {
  const said = aimWords.value;
  const { surfaces, pinned, key } = store.form.value;
  const isSent = store.openItem.value?.publishedAt !== undefined;
  const toggle = (name: "feed" | "kiosk") =>
    store.edit({
      surfaces: (["feed", "kiosk"] as const).filter((each) => surfaces.includes(each) !== (each === name)),
    });
  const surface = (name: "feed" | "kiosk", word: string) => (
    <Chip isOn={surfaces.includes(name)} onPress={() => toggle(name)}>
      {surfaces.includes(name) && <Icon name="tick" />}
      {word}
    </Chip>
  );
  return (
    <section data-path="surfaces">
      <h2>{said.where}</h2>
      <p class="chips">
        {surface("feed", said.feed)}
        {surface("kiosk", said.screens)}
        {!isSent && (
          <Chip isOn={pinned} onPress={() => store.edit({ pinned: !pinned })}>
            <Icon name="pin" />
            {said.pinned}
          </Chip>
        )}
        <Chip isOn={key} onPress={() => store.edit({ key: !key })}>
          {said.key}
        </Chip>
      </p>
      {surfaces.includes("kiosk") && <ScreenPicker store={store} />}
      {surfaces.length === 0 && (
        <p class="fault" role="status">
          {said.nowhere}
        </p>
      )}
    </section>
  );
}
