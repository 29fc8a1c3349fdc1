import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { Before, Headline, markOf } from "../../shared/parts/words-in.tsx";
import type { Urgent } from "../../shared/urgent.ts";
import { standsAt } from "../../shared/view-model.ts";
import { textIn } from "../../shared/words/languages.ts";
import { language, words } from "../../shared/words/words.ts";
import type { ItemStore } from "../feed-store.ts";
import { OwnTime } from "./own-time.tsx";
import { sayFor } from "./say-for.ts";

/** Above everything else, whatever is filtered. An update replaces what it updates; an all-clear keeps the frame. */
export function UrgentAlerts({ store, within = "alert" }: { store: ItemStore; within?: string }) {
  const { urgent } = store.view.value;
  if (urgent.length === 0) return null;
  return (
    <div class="alerts">
      {urgent.map((alert) => (
        <Alert key={alert.announcement.id} store={store} alert={alert} within={within} />
      ))}
    </div>
  );
}

function Alert({ store, alert, within }: { store: ItemStore; alert: Urgent; within: string }) {
  const { announcement, details, isOver } = alert;
  const said = textIn(announcement, language.value, store.defaultLanguages.value);
  const tell = sayFor(store, details.instruction);
  const heading = `${within}-${announcement.id}`;
  const at = standsAt(announcement);
  return (
    <section
      class={`alert status-${details.status}${isOver ? " clear" : ""}`}
      aria-labelledby={heading}
      data-alert-id={announcement.id}
      data-status={details.status}
    >
      <Icon name={isOver ? "tick" : details.status === "test" ? "screen" : "urgent"} />
      <h2 id={heading} {...markOf(said.language)}>
        <a href={`/a/${announcement.id}`}>
          <AlertWord alert={alert} headline={said.headline} />
          <Headline text={said.headline} language={said.language} />
        </a>
      </h2>
      {(tell.text || said.body) && (
        <p {...markOf(tell.text ? tell.language : said.language)}>{tell.text || said.body}</p>
      )}
      {details.zoneInstructions?.map(({ zone, instruction }) => {
        const there = sayFor(store, instruction);
        return (
          <p key={zone} {...markOf(there.language)}>
            <b>{sayFor(store, store.event.value?.zones.find(({ id }) => id === zone)?.name).text}</b>{" "}
            {there.text}
          </p>
        );
      })}
      <p class="when">
        {details.messageType === "update" && `${words.value.update} `}
        <ClockTime at={at} zone={store.timeZone.value} />
        <OwnTime at={at} zone={store.timeZone.value} />
      </p>
    </section>
  );
}

/** The word comes first, so that a screen reader, a photo and a greyscale print all tell them apart. */
function AlertWord({ alert: { details, isOver }, headline }: { alert: Urgent; headline: string }) {
  const said = words.value;
  const all = [details.status === "actual" ? "" : said[details.status], isOver ? said.allClear : ""];
  return <Before said={all} headline={headline} />;
}
