import { dayName } from "../../shared/time.ts";
import { ownNameOf, sayIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { offsetOf } from "./pick.ts";
import { setupWords } from "./words.ts";

/** The event as everybody may see it, for those who may not change it. */
export function ReadOnlyEvent({ store }: { store: DeskStore }) {
  const words = setupWords.value;
  const event = store.event.value;
  if (event === undefined) return <main class="setup-wait">{words.loading}</main>;
  const say = (names: Record<string, string> | undefined) =>
    sayIn(names, language.value, event.languages).text;
  const day = (instant: string) => dayName(Date.parse(instant), event.timeZone, language.value);
  const listed = (places: readonly { readonly name: Record<string, string> }[]) =>
    places.map(({ name }) => say(name)).join(" · ");
  const facts: readonly (readonly [string, string])[] = [
    [words.name, say(event.name)],
    [words.theme, say(event.theme)],
    [words.starts, day(event.startsAt)],
    [words.ends, day(event.endsAt)],
    [words.timeZone, `${event.timeZone}, ${offsetOf(event.timeZone, store.now.value)}`],
    [words.sections.languages, event.languages.map(ownNameOf).join(" · ")],
    [words.sections.zones, listed(event.zones)],
    [words.sections.halls, listed(event.halls)],
    [words.sections.tracks, listed(event.tracks)],
  ];
  return (
    <main class="setup-read">
      <h2>{words.title}</h2>
      <p>{words.onlyAdmins}</p>
      <dl>
        {facts
          .filter(([, value]) => value !== "")
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </main>
  );
}
