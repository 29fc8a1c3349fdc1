import type { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { WaitingScreen } from "../../../server/contract/kiosk.ts";
import { language } from "../../shared/words/words.ts";
import { Choice } from "../parts/form-field.tsx";
import { Picker } from "../setup/picker.tsx";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { pairWords } from "./pair-words.ts";
import { SettingsFields } from "./settings-fields.tsx";
import type { SettingsForm } from "./settings-form.ts";
import { stateLine } from "./tile.tsx";
import { filteredWall, inWallOrder } from "./wall.ts";
import { placesIn, useSayTime } from "./wall-view.tsx";
import { screensWords } from "./words.ts";

interface FoundProps {
  readonly store: DeskStore;
  readonly found: WaitingScreen;
  readonly onAnother: () => void;
}

/** What the screen says of itself; that it is the one it says itself, in a frame. */
export function Found({ store, found, onAnother }: FoundProps) {
  const words = pairWords.value;
  const heading = useRef<HTMLHeadingElement>(null);
  const sayTime = useSayTime(store);
  // The field that had the focus is gone.
  useEffect(() => heading.current?.focus(), []);
  const { userCode, device, screen, expiresAt } = found;
  return (
    <section class="found-screen" aria-labelledby="is-it">
      <span
        class={screen !== undefined && screen.height > screen.width ? "glass framed upright" : "glass framed"}
        aria-hidden="true"
      >
        <span class="says num">{userCode}</span>
      </span>
      <div>
        <h3 id="is-it" ref={heading} tabIndex={-1}>
          {words.isIt}
        </h3>
        <p>{words.framesSoon}</p>
        <dl class="kv">
          <div>
            <dt>{words.device}</dt>
            <dd>{device ?? words.unknownDevice}</dd>
          </div>
          {screen !== undefined && (
            <div>
              <dt>{words.size}</dt>
              <dd>{screensWords.value.pixels(screen.width, screen.height, "")}</dd>
            </div>
          )}
        </dl>
        <p class="hint">{words.codeUntil(sayTime(Date.parse(expiresAt)))}</p>
        <button type="button" class="plain" onClick={onAnother}>
          {words.another}
        </button>
      </div>
    </section>
  );
}

interface ChosenProps {
  readonly store: DeskStore;
  readonly form: Signal<SettingsForm>;
  readonly isReplacing: Signal<boolean>;
  readonly place: Signal<string>;
  /** Whose place it takes was said before. */
  readonly isFixed: boolean;
  readonly problem: Problem | undefined;
}

/** What it is to be: a new one with settings of its own, or another one in a place that has them. */
export function Chosen({ store, form, isReplacing, place, isFixed, problem }: ChosenProps) {
  const words = pairWords.value;
  if (isFixed) return <p>{words.replacesHint}</p>;
  return (
    <>
      {store.screens.all.value.size > 0 && (
        <Choice
          legend={words.what}
          name="pair-what"
          value={isReplacing.value ? "other" : "new"}
          options={(["new", "other"] as const).map((each) => [each, words.whats[each]])}
          onValue={(value) => (isReplacing.value = value === "other")}
        />
      )}
      {isReplacing.value ? (
        <OtherScreen store={store} place={place} problem={problem} />
      ) : (
        <SettingsFields
          store={store}
          form={form.value}
          problem={problem}
          onEdit={(change) => (form.value = { ...form.value, ...change })}
        />
      )}
    </>
  );
}

const MOST = 50;

/** Those that are away stand first: it is one of them that is replaced. */
function OtherScreen({ store, place, problem }: Pick<ChosenProps, "store" | "place" | "problem">) {
  const words = pairWords.value;
  const sayTime = useSayTime(store);
  const kiosks = store.screens.all.value;
  const find = (query: string) => {
    const places = placesIn(store);
    return filteredWall(
      inWallOrder(kiosks.values(), language.value),
      { query, zone: "", state: "" },
      { zones: [], placeWords: places.words },
    )
      .slice(0, MOST)
      .map(({ id, name, state, since }) => ({
        value: id,
        name,
        note: stateLine(screensWords.value, state, sayTime(Date.parse(since))),
      }));
  };
  return (
    <Picker
      label={words.replaces}
      hint={words.replacesHint}
      value={kiosks.get(place.value)?.name ?? ""}
      find={find}
      onPick={(id) => (place.value = id)}
      path="replaces"
      problem={problem}
    />
  );
}
