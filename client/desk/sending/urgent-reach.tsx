import { Figures } from "../../shared/parts/clock-time.tsx";
import { clockTime, shortDay, timeLeft, venueInstant } from "../../shared/time.ts";
import { ownNameOf, sayIn } from "../../shared/words/languages.ts";
import { language as interfaceLanguage } from "../../shared/words/words.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { screensReached } from "./screens-reached.ts";
import { type Reached, reachedBy } from "./urgent-rules.ts";
import { urgentWords } from "./urgent-words.ts";

/** Who gets it now, where, in which languages and until when. */
export function UrgentReach({ store }: { store: DeskStore }) {
  const words = urgentWords.value;
  const form = store.form.value;
  const event = store.event.value;
  const reached = reachedBy(form, store.stats.value, event?.languages ?? [], screensReached(store));
  const zoneNames = reached.zones.map((id) => {
    const name = event?.zones.find((zone) => zone.id === id)?.name;
    return sayIn(name, interfaceLanguage.value, event?.languages ?? []).text || id;
  });
  return (
    <dl class="reached">
      <div>
        <dt>{words.who}</dt>
        <dd class="many">{whoSaid(reached, form.surfaces.length > 0)}</dd>
      </div>
      <div>
        <dt>{words.where}</dt>
        <dd>
          {zoneNames.length === 0 ? words.everywhere : zoneNames.join(", ")}
          <OnlyOn store={store} />
        </dd>
      </div>
      <ByZone store={store} />
      <div>
        <dt>{words.tongues}</dt>
        <dd>
          {reached.languages.map(ownNameOf).join(", ")}
          {reached.missing.length > 0 && (
            <span class="warn">{words.missing(reached.missing.map(ownNameOf).join(", "))}</span>
          )}
        </dd>
      </div>
      <div>
        <dt>{words.until}</dt>
        <dd>
          <Until store={store} />
        </dd>
      </div>
    </dl>
  );
}

function OnlyOn({ store }: { store: DeskStore }) {
  const { screens, surfaces } = store.form.value;
  if (screens.length === 0 || !surfaces.includes("kiosk")) return null;
  const all = store.screens.standing.value;
  const names = screens.map((id) => all.find((screen) => screen.id === id)?.name ?? id);
  return <span class="warn">{urgentWords.value.onlyOn(names.join(", "))}</span>;
}

/** Whoever sends it reads what people in each place are told to do. */
function ByZone({ store }: { store: DeskStore }) {
  const event = store.event.value;
  const languages = event?.languages ?? [];
  const said = (words: Readonly<Record<string, string>> | undefined): string =>
    sayIn(words, interfaceLanguage.value, languages).text;
  const rows = store.form.value.zoneInstructions.filter(({ instruction }) => said(instruction) !== "");
  if (rows.length === 0) return null;
  return (
    <div>
      <dt>{urgentWords.value.byZone}</dt>
      <dd>
        {rows.map(({ zone, instruction }) => (
          <p key={zone}>
            <b>{said(event?.zones.find(({ id }) => id === zone)?.name) || zone}</b> {said(instruction)}
          </p>
        ))}
      </dd>
    </div>
  );
}

function whoSaid(reached: Reached, isAnywhere: boolean): string {
  const words = urgentWords.value;
  if (!isAnywhere) return words.nobody;
  const { online, inPerson, undeclared, screens } = reached;
  if (online === undefined) return words.notTold;
  const count = (of: number | undefined): string => (of ?? 0).toLocaleString(interfaceLanguage.value);
  const said = [
    [online, words.online],
    [inPerson, words.inPerson],
    [undeclared, words.undeclared],
    [screens, words.screens],
  ] as const;
  return said
    .filter(([of]) => of !== undefined && of > 0)
    .map(([of, say]) => say(count(of)))
    .concat([online, inPerson, undeclared, screens].every((of) => !of) ? [words.online("0")] : [])
    .join(" · ");
}

function Until({ store }: { store: DeskStore }) {
  const words = urgentWords.value;
  const zone = store.timeZone.value;
  const atMs = venueInstant(store.form.value.expiresAt, zone);
  if (atMs === undefined) return <span class="warn">{words.noEnd}</span>;
  return (
    <span class="num">
      <i>{shortDay(atMs, zone, interfaceLanguage.value)}</i> <Figures text={clockTime(atMs, zone)} /> (
      <Figures text={timeLeft(Math.max(0, atMs - store.now.value))} />)
    </span>
  );
}
