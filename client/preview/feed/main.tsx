/** One announcement as a reader's phone shows it: the feed's own parts, fed by the desk. */
import { computed, effect, signal } from "@preact/signals";
import { render } from "preact";
import type { FeedItem } from "../../../server/contract/announcement.ts";
import { ItemView } from "../../feed/cards/announcement-view.tsx";
import { UrgentAlerts } from "../../feed/cards/urgent-alerts.tsx";
import type { ItemStore } from "../../feed/feed-store.ts";
import { viewOf } from "../../shared/view-model.ts";
import { directionOf } from "../../shared/words/languages.ts";
import { language, readIn, speak as speakWith } from "../../shared/words/words.ts";
import { words as english } from "../../shared/words/words-en.ts";
import { listenToDesk, tellHeight } from "../listen.ts";

speakWith(english, "en");
const shown = listenToDesk();
const held = computed(
  () =>
    new Map<string, FeedItem>(shown.value ? [[shown.value.announcement.id, shown.value.announcement]] : []),
);
const timeZone = computed(() => shown.value?.event?.timeZone ?? "UTC");

const store: ItemStore = {
  attendance: signal(undefined),
  now: signal(0),
  event: computed(() => shown.value?.event),
  timeZone,
  defaultLanguages: computed(() => shown.value?.event?.languages ?? ["en"]),
  view: computed(() =>
    viewOf(held.value, {
      now: shown.value?.now ?? 0,
      timeZone: timeZone.value,
      zones: shown.value?.event?.zones ?? [],
      attendance: shown.value?.attendance,
      kind: undefined,
      track: undefined,
      shownUpTo: Number.POSITIVE_INFINITY,
    }),
  ),
};

effect(() => {
  if (shown.value === undefined) return;
  store.attendance.value = shown.value.attendance;
  store.now.value = shown.value.now;
});

const wanted = computed(() => shown.value?.language);
effect(() => {
  if (wanted.value !== undefined) void speak(wanted.value);
});

/** Words of the page where it has them; the announcement's own text in any language of the event. */
async function speak(chosen: string): Promise<void> {
  await readIn(chosen);
  if (wanted.peek() !== chosen) return;
  language.value = chosen;
  document.documentElement.lang = chosen;
  document.documentElement.dir = directionOf(chosen);
}

function FeedPreview() {
  const { pinned, days } = store.view.value;
  const item = pinned[0] ?? days[0]?.items[0];
  return (
    <>
      <UrgentAlerts store={store} />
      <div class="page preview">
        <div class="stream">
          {item !== undefined && (
            <ItemView store={store} item={item} place={1} isPinned={pinned.length > 0} />
          )}
        </div>
      </div>
    </>
  );
}

const app = document.querySelector("#app")!;
render(<FeedPreview />, app);
tellHeight(app);
