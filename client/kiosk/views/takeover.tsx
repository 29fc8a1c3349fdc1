import { Icon } from "../shared/parts/icon.tsx";
import type { Urgent } from "../shared/urgent.ts";
import { Both, bodies, headlines } from "./both.tsx";
import type { ScreenStore } from "./kiosk-store.ts";
import { BigClock, Foot } from "./screen-parts.tsx";
import { lengthOf } from "./stage.tsx";

/** Danger has the whole screen, at once. An exercise and a test say so first, and look unlike it. */
export function Takeover({ store, urgent }: { store: ScreenStore; urgent: Urgent }) {
  const { announcement, details, isOver } = urgent;
  const [first, second] = store.said.value.map((said) =>
    [said[details.status], isOver ? said.allClear : ""].filter(Boolean).join(" · "),
  );
  const { instruction } = details;
  const tell =
    typeof instruction === "string"
      ? { [store.tongues.value[0] ?? "en"]: instruction }
      : (instruction ?? bodies(announcement.text));
  return (
    <main
      class={`takeover status-${details.status}`}
      data-announcement-id={announcement.id}
      data-status={details.status}
    >
      <p class="word">
        <span class={details.status === "actual" ? "plate" : "plate solid"}>
          {isOver && <Icon name="tick" />}
          {first}
        </span>
        {second !== first && <span>{second}</span>}
        <BigClock store={store} />
      </p>
      <h1 class={lengthOf(announcement.text)}>
        <Both store={store} words={headlines(announcement.text)} />
      </h1>
      <p class="tell">
        <Both store={store} words={tell} />
      </p>
      <Foot store={store} inset />
    </main>
  );
}
