import { useComputed } from "@preact/signals";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { Headline, markOf } from "../../shared/parts/words-in.tsx";
import { type Urgent, urgentNow } from "../../shared/urgent.ts";
import { textIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { followUp } from "./follow-up.ts";
import { urgentWords } from "./urgent-words.ts";

/** While danger is announced, or an exercise or a test of it, it stands here with its end beside it. */
export function UrgentStrip({ store }: DeskProps) {
  const words = urgentWords.value;
  const open = useComputed(() =>
    urgentNow(store.client.held.value?.feed.announcements ?? new Map(), store.now.value).filter(
      ({ isOver }) => !isOver,
    ),
  );
  if (open.value.length === 0) return null;
  return (
    <section class="urgent-strip" aria-label={words.strip}>
      {open.value.map((urgent) => (
        <OpenUrgent key={urgent.announcement.id} store={store} urgent={urgent} />
      ))}
    </section>
  );
}

function OpenUrgent({ store, urgent }: { store: DeskStore; urgent: Urgent }) {
  const words = urgentWords.value;
  const { announcement, details } = urgent;
  const zone = store.timeZone.value;
  const said = textIn(announcement, language.value, store.event.value?.languages ?? []);
  const prepare = (messageType: "update" | "all-clear") => {
    const languages = store.event.value?.languages ?? [store.language.value];
    store.goTo("desk");
    store.open(undefined);
    store.edit(followUp(urgent, messageType, { zone, languages, now: store.now.value }));
    store.part.value = "write";
    store.pane.value = "write";
    store.said.value = words.prepared;
  };
  return (
    <div class={`open-urgent status-${details.status}`} data-status={details.status}>
      <Icon name={details.status === "test" ? "screen" : "urgent"} />
      <p>
        <b>{words.status[details.status]}</b>{" "}
        <span {...markOf(said.language)}>
          <Headline text={said.headline} language={said.language} />
        </span>
        <small>
          {words.since} <ClockTime at={Date.parse(announcement.publishedAt)} zone={zone} />
          {announcement.expiresAt !== undefined && (
            <>
              {", "}
              {words.ends} <ClockTime at={Date.parse(announcement.expiresAt)} zone={zone} />
            </>
          )}
        </small>
      </p>
      {store.may("sendUrgent") && (
        <span class="acts">
          <button
            type="button"
            class="button"
            aria-label={words.updateOf(said.headline)}
            onClick={() => prepare("update")}
          >
            {words.update}
          </button>
          <button
            type="button"
            class="button"
            aria-label={words.allClearOf(said.headline)}
            onClick={() => prepare("all-clear")}
          >
            <Icon name="tick" />
            {words.allClear}
          </button>
        </span>
      )}
    </div>
  );
}
