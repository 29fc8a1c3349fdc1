import { useSignal } from "@preact/signals";
import { sayIn } from "../../shared/words/languages.ts";
import { language, words } from "../../shared/words/words.ts";
import { changeWishes, pushState, startPush, stopPush, wishes } from "../device/push-client.ts";
import type { FeedStore } from "../feed-store.ts";
import { allWishes, type Wishes, wishableKinds } from "./wishes.ts";
import { viewWords } from "./words.ts";

const toggled = <T,>(list: readonly T[], one: T): T[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];

/** What to be told of. The browser asks only after the reader has pressed the button that says so. */
export function PushWishes({ store }: { store: FeedStore }) {
  const state = useSignal(pushState());
  const planned = useSignal(wishes.peek() ?? allWishes);
  const doing = useSignal<"idle" | "busy" | "failed">("idle");
  const said = viewWords.value;
  if (state.value !== "possible")
    return <p>{state.value === "installFirst" ? said.byHand : said.push[state.value]}</p>;
  const isOn = wishes.value !== undefined;
  const wish = (more: Partial<Wishes>) => {
    planned.value = { ...planned.peek(), ...more };
    if (isOn) changeWishes(planned.peek());
  };
  const act = async () => {
    doing.value = "busy";
    doing.value = (await (isOn ? stopPush() : startPush(store, planned.peek()))) ? "idle" : "failed";
    state.value = pushState();
  };
  const { kinds, tracks, starred } = planned.value;
  const all = store.event.value?.tracks ?? [];
  return (
    <>
      <p>{said.push.why}</p>
      <fieldset class="ticks">
        <legend class="hush">{words.value.show}</legend>
        {wishableKinds.map((kind) => (
          <Tick
            key={kind}
            is={kinds.includes(kind)}
            change={() => wish({ kinds: toggled(kinds, kind) })}
            says={words.value.kinds[kind]}
          />
        ))}
        <Tick is={starred} change={() => wish({ starred: !starred })} says={words.value.following} />
      </fieldset>
      {all.length > 0 && (
        <details>
          <summary>
            {words.value.tracks}: {tracks.length === 0 ? words.value.allTracks : tracks.length}
          </summary>
          <div class="ticks">
            {all.map(({ id, name }) => (
              <Tick
                key={id}
                is={tracks.includes(id)}
                change={() => wish({ tracks: toggled(tracks, id) })}
                says={sayIn(name, language.value, store.defaultLanguages.value).text}
              />
            ))}
          </div>
        </details>
      )}
      <p class="acts">
        <button
          type="button"
          class={isOn ? "button" : "button primary"}
          disabled={doing.value === "busy"}
          onClick={act}
        >
          {isOn ? said.push.stop : said.push.start}
        </button>
        <span role="status">{doing.value === "failed" && said.push.failed}</span>
      </p>
    </>
  );
}

const Tick = ({ is, change, says }: { is: boolean; change: () => void; says: string }) => (
  <label>
    <input type="checkbox" checked={is} onChange={change} />
    {says}
  </label>
);
