import type { Announcement } from "../../../server/contract/announcement.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { isOn } from "../../shared/now-and-next.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { standsAt } from "../../shared/view-model.ts";
import type { Screen } from "../show/screen-at.ts";
import { Both, columnsShown, headlines } from "./both.tsx";
import { QrCode } from "./qr-code.tsx";
import { Foot, HallPlate, Head, shownAs, Time } from "./screen-parts.tsx";
import type { ScreenStore } from "./screen-store.ts";

/** Longer than a line of the board at its full size. */
const LONG_COLUMNS = 26;

/** The departure board: when, what, where; and the latest word below it. */
export function Foyer({ store, shown }: { store: ScreenStore; shown: Extract<Screen, { screen: "foyer" }> }) {
  const { rows, news, latest, page, pages } = shown;
  const isAlone = rows.length + news.length === 0;
  return (
    <main class="foyer">
      <Head store={store} />
      <ol class="rows">
        {rows.map((session) => (
          <Row key={session.id} store={store} session={session} />
        ))}
        {news.map((item) => (
          <NewsRow key={item.id} store={store} item={item} />
        ))}
      </ol>
      {pages > 1 && <Pages page={page} pages={pages} />}
      {latest !== undefined && <Latest store={store} latest={latest} isAlone={isAlone} />}
      <Foot store={store} />
    </main>
  );
}

function Row({ store, session }: { store: ScreenStore; session: Session }) {
  const isNow = isOn(session, store.now.value);
  const hall = store.event.value?.halls.find(({ id }) => id === session.hall);
  const time = <Time store={store} at={session.startsAt} />;
  const isLong = columnsShown(session.title, store) > LONG_COLUMNS;
  return (
    <li data-session-id={session.id}>
      {isNow ? <span class="plate now">{time}</span> : <span>{time}</span>}
      <span class={isLong ? "both long" : "both"}>
        <Both store={store} words={session.title} />
      </span>
      <span class="place">
        {hall !== undefined && (
          <HallPlate store={store} name={hall.name} isNow={isNow} move={store.moves.value.get(session.id)} />
        )}
      </span>
    </li>
  );
}

/** Where fewer sessions are near than there is room for, what was said here before. */
function NewsRow({ store, item }: { store: ScreenStore; item: Announcement }) {
  const isLong = columnsShown(headlines(item.text), store) > LONG_COLUMNS;
  return (
    <li class="news" {...shownAs(item)}>
      <span>
        <ClockTime at={standsAt(item)} zone={store.timeZone.value} />
      </span>
      <span class={isLong ? "both long" : "both"}>
        <Both store={store} words={headlines(item.text)} />
      </span>
    </li>
  );
}

const Pages = ({ page, pages }: { page: number; pages: number }) => (
  <p class="pages" aria-hidden="true">
    {Array.from({ length: pages }, (_, at) => (
      <i key={at} class={at === page ? "here" : undefined} />
    ))}
  </p>
);

function Latest({ store, latest, isAlone }: { store: ScreenStore; latest: Announcement; isAlone: boolean }) {
  const [first, second] = store.speaking.value.said;
  const isLong = columnsShown(headlines(latest.text), store) > LONG_COLUMNS;
  return (
    <section class={isAlone ? "latest wide" : "latest"} {...shownAs(latest)}>
      <p class="kind">
        <span>{first?.kind[latest.kind]}</span>
        <small>
          {second?.kind[latest.kind] ?? ""} <ClockTime at={standsAt(latest)} zone={store.timeZone.value} />
        </small>
      </p>
      <span class={isLong ? "both long" : "both"}>
        <Both store={store} words={headlines(latest.text)} />
      </span>
      <QrCode address={store.feedUrl.value} label={first?.scanToFollow ?? ""} />
    </section>
  );
}
