import { Icon } from "../../shared/parts/icon.tsx";
import type { Screen } from "../show/screen-at.ts";
import { Both, bodies, columnsShown, headlines, type Words } from "./both.tsx";
import { BigClock, Foot, shownAs } from "./screen-parts.tsx";
import type { ScreenStore } from "./screen-store.ts";
import { lengthOf } from "./stage.tsx";

/** Beyond these, in columns, what is to be done steps down a size. */
const LONG_TELL = 60;

/** Danger has the whole screen, at once. An exercise and a test say so first, and look unlike it. */
export function Takeover({
  store,
  shown,
}: {
  store: ScreenStore;
  shown: Extract<Screen, { screen: "takeover" }>;
}) {
  const { urgent, instruction } = shown;
  const { announcement, details, isOver } = urgent;
  const { tongues, said } = store.speaking.value;
  const [first, second] = said.map((words) =>
    [words[details.status], isOver ? words.allClear : ""].filter(Boolean).join(" · "),
  );
  const tell: Words =
    typeof instruction === "string"
      ? { [tongues[0] ?? "en"]: instruction }
      : (instruction ?? bodies(announcement.text));
  return (
    <main
      class={`takeover status-${details.status}`}
      {...shownAs(announcement)}
      data-status={details.status}
      aria-live="assertive"
    >
      <p class="word">
        <span class={details.status === "actual" ? "plate" : "plate solid"}>
          <Icon name={isOver ? "tick" : "urgent"} />
          {first}
        </span>
        {second !== first && <span>{second}</span>}
        <BigClock store={store} />
      </p>
      <h1 class={lengthOf(headlines(announcement.text), store)}>
        <Both store={store} words={headlines(announcement.text)} />
      </h1>
      <p class={columnsShown(tell, store) > LONG_TELL ? "tell long" : "tell"} data-instruction>
        <Both store={store} words={tell} />
      </p>
      <Foot store={store} />
    </main>
  );
}
