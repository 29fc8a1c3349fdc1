import { useSignal } from "@preact/signals";
import { ClockTime, Figures } from "../../shared/parts/clock-time.tsx";
import { Icon, type IconName } from "../../shared/parts/icon.tsx";
import { clockTime, duration, shortDay } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";
import { focusField } from "../parts/field-focus.ts";
import { Chip, Choice, Faults, TextField } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { aimWords } from "./aim-words.ts";
import { goesOutAt, setTo, type TimeField, timeFaults, twoMeanings } from "./time-checks.ts";
import { momentIn, timesAround, withTimeFaults } from "./time-faults.ts";

const DAY_MS = 86_400_000;
const LEADS = [0, 5, 10, 15, 30] as const;

/** When it goes out, from when it may, and until when it is shown. */
export function When({ store }: { store: DeskStore }) {
  const said = aimWords.value;
  const { embargoUntil } = store.form.value;
  const isSent = store.openItem.value?.publishedAt !== undefined;
  return (
    <section>
      <h2>{said.when}</h2>
      {!isSent && <Sending store={store} />}
      <div class="times">
        {!isSent && (
          <TimeLine store={store} path="embargoUntil" icon="lock" add={said.seal} label={said.sealed} />
        )}
        {!isSent && embargoUntil !== "" && <p class="hint">{said.sealedHint}</p>}
        <TimeLine store={store} path="expiresAt" icon="clock" add={said.leave} label={said.leaves} />
      </div>
    </section>
  );
}

interface TimeLineProps {
  readonly store: DeskStore;
  readonly path: "embargoUntil" | "expiresAt";
  readonly icon: IconName;
  readonly add: string;
  readonly label: string;
}

/** A time that most have not: a line of one word until it is wanted. */
function TimeLine({ store, path, icon, add, label }: TimeLineProps) {
  const wanted = useSignal("");
  const { id, draftKey } = store.form.value;
  const name = id ?? draftKey ?? "";
  const isShown = store.form.value[path] !== "" || wanted.value === name;
  const open = () => {
    wanted.value = name;
    requestAnimationFrame(() => focusField(document, path));
  };
  if (isShown) return <VenueTime store={store} path={path} label={label} />;
  return (
    <button type="button" class="time-line" data-path={path} onClick={open}>
      <Icon name={icon} />
      {add}
    </button>
  );
}

function Sending({ store }: { store: DeskStore }) {
  const said = aimWords.value;
  const { when } = store.form.value;
  const choose = (value: typeof when) => {
    store.edit({ when: value });
    if (value === "session" && store.form.peek().sessionId === "") focusField(document, "sessionId");
  };
  return (
    <div class="sending" {...(when === "at" ? {} : { "data-path": "at" })}>
      <Choice
        legend={said.when}
        name="when"
        value={when}
        options={(["now", "at", "session"] as const).map((each) => [each, said.whens[each]])}
        onValue={choose}
      />
      {when === "at" && <VenueTime store={store} path="at" label={said.goesOutAt} />}
      {when === "session" && <WithSession store={store} />}
      {when !== "at" && <Faults problem={withTimeFaults(store)} path="at" />}
      {when !== "at" && <Offers store={store} path="at" />}
      {when !== "now" && <Chosen store={store} />}
    </div>
  );
}

/** A time on the venue's clock. What is wrong with it is said at once, and what may be meant is offered. */
function VenueTime({ store, path, label }: { store: DeskStore; path: TimeField; label: string }) {
  return (
    <>
      <TextField
        label={label}
        type="datetime-local"
        value={store.form.value[path]}
        path={path}
        problem={withTimeFaults(store)}
        onValue={(value) => store.edit({ [path]: value })}
      />
      <Offers store={store} path={path} />
    </>
  );
}

function Offers({ store, path }: { store: DeskStore; path: TimeField }) {
  const said = aimWords.value;
  const form = store.form.value;
  const zone = store.timeZone.value;
  const fault = timeFaults(form, timesAround(store)).find((each) => each.path === path);
  const two = twoMeanings(form, path, zone);
  const take = (atMs: number, also = {}) => store.edit({ ...setTo(form, path, atMs, zone), ...also });
  if (fault?.code === "gap")
    return <Offer says={said.moveTo(fault.toText)} onTake={() => take(fault.nextMs)} />;
  if (fault?.code === "beforeEmbargo")
    return (
      <Offer
        says={said.moveTo(momentIn(store, fault.atMs))}
        onTake={() => take(fault.atMs, { when: "at" })}
      />
    );
  if (two === undefined) return null;
  const utc = (atMs: number) => clockTime(atMs, "UTC");
  return (
    <>
      <p class="hint">
        {said.twice(form[path].slice(11, 16))}{" "}
        {two.isLater ? said.isLater(utc(two.laterMs)) : said.isFirst(utc(two.firstMs))}
      </p>
      <Offer
        says={two.isLater ? said.takeFirst(utc(two.firstMs)) : said.takeLater(utc(two.laterMs))}
        onTake={() => take(two.isLater ? two.firstMs : two.laterMs)}
      />
    </>
  );
}

const Offer = ({ says, onTake }: { says: string; onTake: () => void }) => (
  <p class="chips">
    <button type="button" class="chip" onClick={onTake}>
      <Icon name="arrow" />
      {says}
    </button>
  </p>
);

function WithSession({ store }: { store: DeskStore }) {
  const said = aimWords.value;
  const { leadMinutes, sessionId } = store.form.value;
  const write = (value: string) => store.edit({ leadMinutes: value });
  if (sessionId === "")
    return (
      <p class="chips">
        <button
          type="button"
          class="chip"
          onClick={() => {
            store.part.value = "write";
            requestAnimationFrame(() => focusField(document, "sessionId"));
          }}
        >
          {said.chooseSession}
        </button>
      </p>
    );
  return (
    <>
      <p class="chips">
        {LEADS.map((minutes) => (
          <Chip key={minutes} isOn={leadMinutes === String(minutes)} onPress={() => write(String(minutes))}>
            {minutes === 0 ? said.atStart : said.before(minutes)}
          </Chip>
        ))}
      </p>
      <TextField
        label={said.lead}
        value={leadMinutes}
        path="follows.leadMinutes"
        problem={withTimeFaults(store)}
        hint={said.leadHint}
        onValue={write}
      />
    </>
  );
}

/** The chosen time, large; how long until then; and what the clock of whoever sits here says. */
function Chosen({ store }: { store: DeskStore }) {
  const said = aimWords.value;
  const zone = store.timeZone.value;
  const atMs = goesOutAt(store.form.value, timesAround(store));
  if (atMs === undefined) return null;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const leftMs = atMs - store.now.value;
  const isElsewhere = clockTime(atMs, own) !== clockTime(atMs, zone);
  return (
    <div class="when">
      <ClockTime at={atMs} zone={zone} />
      <span class="in num" role="timer" aria-live="off">
        {leftMs <= 0 ? (
          said.past
        ) : (
          <>
            {said.inTime}{" "}
            {leftMs >= 2 * DAY_MS ? (
              said.days(Math.floor(leftMs / DAY_MS))
            ) : (
              <Figures text={duration(leftMs)} />
            )}
          </>
        )}
      </span>
      <small>
        <span>
          {shortDay(atMs, zone, language.value)}, {said.venue}
        </span>
        <span class="num">
          <Figures text={clockTime(atMs, "UTC")} /> UTC
        </span>
        {isElsewhere && (
          <span>
            <Figures
              text={said.whereYouAre(`${shortDay(atMs, own, language.value)} ${clockTime(atMs, own)}`)}
            />
          </span>
        )}
      </small>
    </div>
  );
}
