import { useSignal } from "@preact/signals";
import type { Announcement } from "../../../server/contract/announcement.ts";
import { clockTime, shortDay } from "../../shared/time.ts";
import { isSameLanguage, ownNameOf, textIn } from "../../shared/words/languages.ts";
import { language as interfaceLanguage } from "../../shared/words/words.ts";
import { Chip, Choice } from "../parts/form-field.tsx";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { Frame } from "./frame.tsx";
import { type Device, hiddenOn, shownFrom } from "./shown-form.ts";
import { previewWords } from "./words.ts";

type Whose = "both" | "online" | "in-person";
type Theme = "light" | "dark";

const themeHere = (): Theme => {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
};

/** What is being written, on two phones and a screen, at their real sizes and with their own pages. */
export function Preview({ store }: DeskProps) {
  const whose = useSignal<Whose>("both");
  const theme = useSignal<Theme>(themeHere());
  const chosen = useSignal<string | undefined>(undefined);
  const words = previewWords.value;
  const language = chosen.value ?? store.language.value;
  const { announcement, now } = shownFrom(store.form.value, {
    item: store.openItem.value,
    isDirty: store.isDirty.value,
    zone: store.timeZone.value,
    defaultLanguage: store.language.value,
    now: store.now.value,
  });
  const device = (name: Device) => (
    <OneDevice
      store={store}
      device={name}
      announcement={announcement}
      show={{ language, now, theme: theme.value }}
    />
  );
  return (
    <section class="preview" aria-labelledby="preview-title">
      <header>
        <h3 id="preview-title">{words.title}</h3>
        <p>{words.how}</p>
      </header>
      <Languages
        store={store}
        announcement={announcement}
        language={language}
        onLanguage={(tag) => (chosen.value = tag)}
      />
      <div class="choices">
        <Choice
          legend={words.who}
          name="preview-whose"
          value={whose.value}
          options={(["both", "online", "in-person"] as const).map((name) => [name, words.attendance[name]])}
          onValue={(value) => (whose.value = value)}
        />
        <Choice
          legend={words.theme}
          name="preview-theme"
          value={theme.value}
          options={(["light", "dark"] as const).map((name) => [name, words.themes[name]])}
          onValue={(value) => (theme.value = value)}
        />
      </div>
      <div class="phones" data-whose={whose.value}>
        {whose.value !== "in-person" && device("online")}
        {whose.value !== "online" && device("in-person")}
      </div>
      {device("screen")}
      <Times store={store} announcement={announcement} />
    </section>
  );
}

interface LanguagesProps {
  readonly store: DeskStore;
  readonly announcement: Announcement;
  readonly language: string;
  readonly onLanguage: (language: string) => void;
}

function Languages({ store, announcement, language, onLanguage }: LanguagesProps) {
  const words = previewWords.value;
  const all = store.event.value?.languages ?? [store.language.value];
  const shown = textIn(announcement, language, all).language;
  return (
    <>
      <fieldset class="chips">
        <legend class="hush">{words.language}</legend>
        {all.map((tag) => (
          <Chip key={tag} isOn={tag === language} onPress={() => onLanguage(tag)}>
            <span lang={tag}>{ownNameOf(tag)}</span>
          </Chip>
        ))}
      </fieldset>
      {!isSameLanguage(shown, language) && (
        <p class="hint">{words.fallback(ownNameOf(language), ownNameOf(shown))}</p>
      )}
    </>
  );
}

interface OneDeviceProps {
  readonly store: DeskStore;
  readonly device: Device;
  readonly announcement: Announcement;
  readonly show: { readonly language: string; readonly now: number; readonly theme: Theme };
}

function OneDevice({ store, device, announcement, show }: OneDeviceProps) {
  const words = previewWords.value;
  const event = store.event.value;
  const hidden = hiddenOn(announcement, device, event?.zones ?? []);
  const isScreen = device === "screen";
  return (
    <figure class={isScreen ? "device screen" : "device phone"} data-device={device}>
      <figcaption>
        <b>{words.device[device]}</b>
        <span class="num">{words.size[device]}</span>
      </figcaption>
      {hidden === undefined ? (
        <Frame
          page={isScreen ? "kiosk" : "feed"}
          title={words.device[device]}
          show={{ announcement, event, attendance: isScreen ? "in-person" : device, ...show }}
        />
      ) : (
        <p class="none" role="status">
          {hidden === "audience"
            ? words.hidden.audience[device]
            : words.hidden.surface[isScreen ? "kiosk" : "feed"]}
        </p>
      )}
    </figure>
  );
}

/** What a picture of one moment cannot show: when it may be seen, and when it goes. */
function Times({ store, announcement }: { store: DeskStore; announcement: Announcement }) {
  const zone = store.timeZone.value;
  const say = (instant: string): string => {
    const atMs = Date.parse(instant);
    return `${shortDay(atMs, zone, interfaceLanguage.value)} ${clockTime(atMs, zone)}`;
  };
  const { embargoUntil } = store.openItem.value ?? {};
  const isSealed = embargoUntil !== undefined && Date.parse(embargoUntil) > store.now.value;
  if (!isSealed && announcement.expiresAt === undefined) return null;
  return (
    <p class="hint">
      {isSealed && <span>{previewWords.value.sealed(say(embargoUntil))}</span>}{" "}
      {announcement.expiresAt !== undefined && (
        <span>{previewWords.value.leaves(say(announcement.expiresAt))}</span>
      )}
    </p>
  );
}
