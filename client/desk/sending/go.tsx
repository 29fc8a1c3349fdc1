import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { type Move, moved, rightFor } from "../../../server/core/lifecycle.ts";
import { clockTime, venueInstant } from "../../shared/time.ts";
import type { DeskProps } from "../desk-page.tsx";
import { headlineOf } from "../state/desk-commands.ts";
import type { DeskRight } from "../state/desk-rights.ts";
import type { DeskStore } from "../state/desk-store.ts";

/** What a new one is, before it is saved: a draft. */
const stateOf = (item: DeskAnnouncement | undefined): DeskAnnouncement["state"] => item?.state ?? "draft";

/** Whether the state allows the move and the role has the right. The server is asked all the same. */
function isOpenTo(store: DeskStore, move: Move): boolean {
  const right = rightFor[move] as DeskRight;
  return moved(stateOf(store.openItem.value), move) !== undefined && store.may(right);
}

/** The one black button says when it goes and to whom; the others are what else may be done with it now. */
export function Go({ store, commands }: DeskProps) {
  const item = store.openItem.value;
  const may = (move: Move) => isOpenTo(store, move);
  const form = store.form.value;
  const isBusy = store.isBusy.value;
  const isSent = item?.publishedAt !== undefined;
  const simple = (move: "submit" | "approve" | "unschedule", word: string) =>
    may(move) && (
      <button type="button" class="button" disabled={isBusy} onClick={() => void commands.simply(move)}>
        {word}
      </button>
    );
  return (
    <section class="go">
      {item?.state !== "withdrawn" && <p class="reach">{reachOf(store)}</p>}
      <Primary store={store} commands={commands} />
      <div class="pair">
        {(isSent ? may("correct") && store.isDirty.value : may("revise")) && (
          <button type="button" class="button" disabled={isBusy} onClick={() => void commands.saveOnly()}>
            {saveWord(item)}
          </button>
        )}
        {simple("submit", "Send for approval")}
        {simple("approve", "Approve")}
        {simple("unschedule", "Unschedule")}
        {item?.pinned === false && may("pin") && (
          <button type="button" class="button" disabled={isBusy} onClick={() => void commands.simply("pin")}>
            Pin
          </button>
        )}
        {item?.pinned === true && may("unpin") && (
          <button
            type="button"
            class="button"
            disabled={isBusy}
            onClick={() => void commands.simply("unpin")}
          >
            Unpin
          </button>
        )}
        {item !== undefined && may("withdraw") && (
          <button
            type="button"
            class="button"
            disabled={isBusy}
            onClick={() => {
              const headline = headlineOf(item, store.language.value);
              store.question.value = { ask: "withdraw", id: item.id, headline };
            }}
          >
            Withdraw
          </button>
        )}
        {store.isDirty.value && (
          <button
            type="button"
            class="button"
            onClick={() => {
              store.forget(form.id);
              store.open(form.id);
            }}
          >
            Discard changes
          </button>
        )}
      </div>
    </section>
  );
}

const saveWord = (item: DeskAnnouncement | undefined): string => {
  if (item === undefined) return "Save as draft";
  return item.publishedAt === undefined ? "Save" : "Correct";
};

function Primary({ store, commands }: DeskProps) {
  const { when, at, kind } = store.form.value;
  const isTimed = when === "at";
  if (!isOpenTo(store, isTimed ? "schedule" : "publish")) return null;
  if (kind === "urgent" && !store.may("sendUrgent")) return <p>Urgent announcements are sent by a lead.</p>;
  const zone = store.timeZone.value;
  const atMs = isTimed ? venueInstant(at, zone) : undefined;
  const word = isTimed
    ? atMs === undefined
      ? "Schedule"
      : `Schedule for ${clockTime(atMs, zone)}`
    : "Publish now";
  return (
    <button
      type="button"
      class="button primary send"
      disabled={store.isBusy.value}
      onClick={() => void (isTimed ? commands.schedule() : commands.publish())}
    >
      {word}
    </button>
  );
}

/** How many will see it, as far as the desk is told. */
function reachOf(store: DeskStore): string {
  const stats = store.stats.value;
  const { attendance, surfaces } = store.form.value;
  if (stats === undefined) return "";
  const people =
    (attendance === "in-person" ? 0 : stats.online) + (attendance === "online" ? 0 : stats.inPerson);
  const screens = surfaces.includes("kiosk") ? ` and ${stats.kiosks.connected} screens` : "";
  return `${people.toLocaleString("en")} people${screens}`;
}
