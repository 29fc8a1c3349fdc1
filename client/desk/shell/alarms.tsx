import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import type { DeskProps } from "../state/desk-props.ts";
import { alarmWords } from "./alarm-words.ts";
import { shellWords } from "./words.ts";

/** What is wrong, under the bar of every page, until it is right again. The region is there before any alarm is. */
export function Alarms({ store }: DeskProps) {
  return (
    <div class="alarms" role="alert" aria-label={shellWords.value.alarms}>
      {store.alarms.value.map(({ code, since, count }) => {
        const said = alarmWords.value[code];
        if (said === undefined) return null;
        return (
          <p key={code} data-alarm={code}>
            <Icon name="urgent" />
            <b>{said.is(count ?? 1)}</b>
            <span class="since">
              {shellWords.value.since} <ClockTime at={Date.parse(since)} zone={store.timeZone.value} />
            </span>
            <span>
              {said.todo}
              {code.startsWith("kiosk_") && store.page.value !== "screens" && (
                <>
                  {" "}
                  <a href="#screens">{shellWords.value.pages.screens}</a>
                </>
              )}{" "}
              <a href={`/docs/runbook#${code}`} hreflang="en" target="_blank" rel="noopener">
                {shellWords.value.whatToType}
              </a>
            </span>
          </p>
        );
      })}
    </div>
  );
}
