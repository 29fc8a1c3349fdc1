import { useComputed } from "@preact/signals";
import { statusOf } from "../../shared/link/connection-status.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { words } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";

/** The state in words and numbers. Only a change of state is announced, never the count. */
export function ConnectionLine({ store }: { store: FeedStore }) {
  const { client, now, timeZone } = store;
  const said = words.value;
  const connection = client.connection.value;
  // By this device's clock, as the connection reckons; `now` makes it look again while something is wrong.
  const status = useComputed(() => {
    const held = client.connection.value;
    return statusOf(held, held.lostAt === undefined ? 0 : now.value && Date.now());
  }).value;
  const offset = client.held.value?.feed.cursor.offset;
  const count = offset === undefined ? "" : said.countOf(offset, offset);
  const isStale = client.stale.value;
  return (
    <>
      <span class="unscripted">
        {said.asOf} <ClockTime at={Date.parse(store.served.servedAt)} zone={timeZone.value} />
      </span>
      <span role="status" class="scripted" data-status={status}>
        {status === "live" && (
          <span class={isStale ? "plate dashed" : "plate solid"}>
            {!isStale && <span class="pulse" />}
            {isStale ? said.liveStale : said.live}
          </span>
        )}
        {status === "connecting" && <span class="plate">{said.connecting}</span>}
        {status === "catchingUp" && <span class="plate">{said.catchingUp}</span>}
        {status === "offline" && (
          <span class="plate dashed">
            <Icon name="unplugged" />
            {connection.heardAt === undefined ? (
              said.offline
            ) : (
              <span>
                {said.offlineSince}{" "}
                <ClockTime at={connection.heardAt + now.peek() - Date.now()} zone={timeZone.value} />
              </span>
            )}
          </span>
        )}
        {status === "stopped" && <span class="plate dashed">{said.stopped}</span>}
      </span>
      {status === "live" && <span class="num">{count}</span>}
      {status === "offline" && offset !== undefined && <span class="hint">{said.offlineHint}</span>}
    </>
  );
}
