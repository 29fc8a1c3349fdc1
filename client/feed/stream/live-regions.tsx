import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { textIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";

/** The feed itself is silent. One polite line says how much is new; one assertive line is for danger alone. */
export function LiveRegions({ store }: { store: FeedStore }) {
  const polite = useSignal("");
  const assertive = useSignal("");
  const first = useRef(store.client.held.peek());
  const isSpeaking = useRef(false);

  useSignalEffect(() => {
    const danger = store.view.value.urgent.find(
      ({ details, isOver }) => details.status === "actual" && !isOver,
    );
    assertive.value =
      danger === undefined
        ? ""
        : textIn(danger.announcement, language.value, store.defaultLanguages.value).headline;
  });

  // What is said politely is fetched with the first that there is to say.
  useSignalEffect(() => {
    const { value: held } = store.client.held;
    if (isSpeaking.current || held === first.current) return;
    isSpeaking.current = true;
    import("./speaker.ts").then(
      ({ startSpeaking }) => startSpeaking(store, first.current?.feed.cursor, polite),
      () => {
        isSpeaking.current = false;
      },
    );
  });

  return (
    <>
      <p class="hush" aria-live="polite" data-live="polite">
        {polite.value}
      </p>
      <p class="hush" aria-live="assertive" data-live="assertive">
        {assertive.value}
      </p>
    </>
  );
}
