import type { Session } from "../../../server/contract/programme.ts";
import { sayIn } from "../../shared/languages.ts";
import { ClockTime, Figures } from "../../shared/parts/clock-time.tsx";
import { clockTime, shortDay, timeLeft, venueInstant } from "../../shared/time.ts";
import type { DeskProps } from "../desk-page.tsx";
import { Chip, Choice, Faults, SelectField, TextField } from "../parts/form-field.tsx";
import { Go } from "../sending/go.tsx";
import type { DeskStore } from "../state/desk-store.ts";

/** For whom, when and where; and at the foot the one black button. */
export function Aim({ store, commands }: DeskProps) {
  const isGone = store.openItem.value?.state === "withdrawn";
  return (
    <aside class="aim" aria-label="Audience and time">
      <fieldset class="whole" disabled={isGone || store.isBusy.value}>
        <legend class="hush">Audience and time</legend>
        <Audience store={store} />
        <When store={store} />
        <Where store={store} />
      </fieldset>
      <Go store={store} commands={commands} />
    </aside>
  );
}

const without = (list: readonly string[], id: string): string[] => list.filter((other) => other !== id);

function Audience({ store }: { store: DeskStore }) {
  const { attendance, zones, tracks } = store.form.value;
  const event = store.event.value;
  const chips = (name: "zones" | "tracks", chosen: readonly string[], all: string) => {
    const places = event?.[name] ?? [];
    if (places.length === 0) return null;
    return (
      <p class="chips">
        <Chip isOn={chosen.length === 0} onPress={() => store.edit({ [name]: [] })}>
          {all}
        </Chip>
        {places.map(({ id, name: words }) => (
          <Chip
            key={id}
            isOn={chosen.includes(id)}
            onPress={() =>
              store.edit({ [name]: chosen.includes(id) ? without(chosen, id) : [...chosen, id] })
            }
          >
            {sayIn(words, store.language.value, []).text}
          </Chip>
        ))}
      </p>
    );
  };
  return (
    <section>
      <h2>Who</h2>
      <Choice
        legend="Attendance"
        name="attendance"
        value={attendance}
        options={[
          ["everyone", "Everyone"],
          ["online", "Online"],
          ["in-person", "In person"],
        ]}
        onValue={(value) => store.edit({ attendance: value })}
      />
      <details class="more" open={zones.length > 0}>
        <summary>{zones.length === 0 ? "All zones" : `${zones.length} zones`}</summary>
        {chips("zones", zones, "All zones")}
      </details>
      <details class="more" open={tracks.length > 0}>
        <summary>{tracks.length === 0 ? "All tracks" : `${tracks.length} tracks`}</summary>
        {chips("tracks", tracks, "All tracks")}
      </details>
      <Faults problem={store.problem.value} path="audience" />
    </section>
  );
}

function When({ store }: { store: DeskStore }) {
  const { when, at, embargoUntil, expiresAt, sessionId } = store.form.value;
  const isSent = store.openItem.value?.publishedAt !== undefined;
  const zone = store.timeZone.value;
  return (
    <section>
      <h2>When</h2>
      {!isSent && (
        <Choice
          legend="When"
          name="when"
          value={when}
          options={[
            ["now", "Now"],
            ["at", "At a time"],
          ]}
          onValue={(value) => store.edit({ when: value })}
        />
      )}
      {!isSent && when === "at" && (
        <>
          <TextField
            label="Goes out at, venue time"
            type="datetime-local"
            value={at}
            path="at"
            problem={store.problem.value}
            onValue={(value) => store.edit({ at: value })}
          />
          <Chosen store={store} />
        </>
      )}
      <TextField
        label="Sealed until, venue time"
        type="datetime-local"
        value={embargoUntil}
        path="embargoUntil"
        problem={store.problem.value}
        onValue={(value) => store.edit({ embargoUntil: value })}
      />
      <TextField
        label="Leaves the screens at, venue time"
        type="datetime-local"
        value={expiresAt}
        path="expiresAt"
        problem={store.problem.value}
        onValue={(value) => store.edit({ expiresAt: value })}
      />
      <SelectField
        label="Belongs to a session"
        value={sessionId}
        path="sessionId"
        problem={store.problem.value}
        onValue={(value) => store.edit({ sessionId: value })}
      >
        <option value="">None</option>
        {(store.programme.value?.sessions ?? []).map((session) => (
          <option key={session.id} value={session.id}>
            {sessionLine(session, zone, store.language.value)}
          </option>
        ))}
      </SelectField>
    </section>
  );
}

const sessionLine = ({ startsAt, title }: Session, zone: string, language: string): string =>
  `${shortDay(Date.parse(startsAt), zone, "en")} ${clockTime(Date.parse(startsAt), zone)} ${sayIn(title, language, []).text}`;

/** The chosen time, large; how long until then; and what the clock of whoever sits here says. */
function Chosen({ store }: { store: DeskStore }) {
  const zone = store.timeZone.value;
  const atMs = venueInstant(store.form.value.at, zone);
  if (atMs === undefined) return null;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const leftMs = atMs - store.now.value;
  return (
    <div class="when">
      <ClockTime at={atMs} zone={zone} />
      <span class="in num">
        {leftMs > 0 ? (
          <>
            in <Figures text={timeLeft(leftMs)} />
          </>
        ) : (
          "in the past"
        )}
      </span>
      <small>
        <span>{shortDay(atMs, zone, "en")}, venue</span>
        <span>
          {clockTime(atMs, own)} where you are, {clockTime(atMs, "UTC")} UTC
        </span>
      </small>
    </div>
  );
}

function Where({ store }: { store: DeskStore }) {
  const { surfaces, pinned, key } = store.form.value;
  const isSent = store.openItem.value?.publishedAt !== undefined;
  const surface = (name: "feed" | "kiosk", word: string) => (
    <Chip
      isOn={surfaces.includes(name)}
      onPress={() =>
        store.edit({
          surfaces: surfaces.includes(name)
            ? surfaces.filter((other) => other !== name)
            : [...surfaces, name],
        })
      }
    >
      {word}
    </Chip>
  );
  return (
    <section>
      <h2>Where</h2>
      <p class="chips">
        {surface("feed", "Feed")}
        {surface("kiosk", "Screens")}
        {!isSent && (
          <Chip isOn={pinned} onPress={() => store.edit({ pinned: !pinned })}>
            Pinned
          </Chip>
        )}
        <Chip isOn={key} onPress={() => store.edit({ key: !key })}>
          Key moment
        </Chip>
      </p>
    </section>
  );
}
