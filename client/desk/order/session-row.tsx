/** A session of the programme, quietly: when, where and what, and how its start is announced. */

import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { Headline, markOf } from "../../shared/parts/words-in.tsx";
import { clockTime } from "../../shared/time.ts";
import { Menu, type MenuItem } from "../parts/menu.tsx";
import { hallName, titleIn } from "./headline.ts";
import type { Place } from "./order-lines.ts";
import type { OrderState } from "./order-state.ts";
import { Moment } from "./row-marks.tsx";
import { isSealed, SENT, timeOf } from "./running-order.ts";
import type { SessionLine } from "./timetable.ts";
import { orderWords } from "./words.ts";

interface SessionProps extends Place {
  readonly order: OrderState;
  readonly line: SessionLine;
}

export function SessionRow({ order, line, at, of, isActive, isWarm }: SessionProps) {
  const { store } = order;
  const { session, isJoined, atMs } = line;
  const zone = store.timeZone.value;
  const said = titleIn(store, session);
  const hall = hallName(store, session.hall);
  const menu = isWarm ? itemsFor(order, line) : [];
  const marks = `marks-${session.id}`;
  return (
    <li
      class={isJoined ? "row session joined" : "row session"}
      data-line={line.key}
      data-session-id={session.id}
      aria-setsize={of}
      aria-posinset={at}
    >
      <span class="at">{!isJoined && <ClockTime at={atMs} zone={zone} />}</span>
      <span class="mark-of" />
      <div class="body">
        <button
          type="button"
          class="what"
          tabIndex={isActive ? 0 : -1}
          aria-describedby={marks}
          onClick={() => itemsFor(order, line)[0]?.run()}
          {...markOf(said.language)}
        >
          <Headline text={said.text} language={said.language} />
        </button>
        <small class="marks" id={marks}>
          {hall !== "" && <span class="plate soft">{hall}</span>}
          <span>
            {orderWords.value.until} <ClockTime at={Date.parse(session.endsAt)} zone={zone} />
          </span>
          {!isJoined && <Starts order={order} line={line} />}
        </small>
      </div>
      <span class="does" data-reach={isActive}>
        <Menu label={orderWords.value.actionsOf(said.text)} look="dots" items={menu}>
          <span aria-hidden="true">⋯</span>
        </Menu>
      </span>
    </li>
  );
}

const live = (order: OrderState, { starts }: SessionLine): DeskAnnouncement[] =>
  starts.flatMap((start) => {
    const item = order.store.items.all.value.get(start.id) ?? start;
    return isSealed(item) ? [] : [item];
  });

/** Whether it is announced, and when: the question that is asked of every session on the day. */
function Starts({ order, line }: { order: OrderState; line: SessionLine }) {
  const words = orderWords.value;
  const starts = live(order, line);
  if (starts.length === 0) return <span>{words.notAnnounced}</span>;
  return (
    <>
      {starts.map((start) => (
        <Start key={start.id} order={order} start={start} />
      ))}
    </>
  );
}

function Start({ order, start }: { order: OrderState; start: DeskAnnouncement }) {
  const words = orderWords.value;
  const atMs = timeOf(start);
  if (start.state === "overdue") return <b class="plate solid">{words.announceOverdue}</b>;
  const isOut = SENT.has(start.state);
  if (atMs === undefined || !(isOut || start.state === "scheduled")) return <span>{words.announceOff}</span>;
  return (
    <span>
      {isOut && <Icon name="tick" />} {isOut ? words.announcedAt : words.willAnnounce}{" "}
      <Moment store={order.store} atMs={atMs} />
    </span>
  );
}

function itemsFor(order: OrderState, line: SessionLine): MenuItem[] {
  const words = orderWords.value;
  const { store } = order;
  // The one still to come stands first: a click on the title opens it.
  const toCome = live(order, line).toSorted((a, b) => Number(SENT.has(a.state)) - Number(SENT.has(b.state)));
  const starts = toCome.map((start) => {
    const atMs = timeOf(start);
    const time = atMs === undefined ? words.states[start.state] : clockTime(atMs, store.timeZone.value);
    return { says: words.openStart(time), run: () => order.open(start.id) };
  });
  const write = { says: words.writeAbout, run: () => order.startNew({ sessionId: line.session.id }) };
  const show = { says: words.inProgramme, run: () => store.goTo("programme") };
  return [...starts, ...(store.may("draft") ? [write] : []), show];
}
