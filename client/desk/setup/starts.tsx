import { venueText } from "../../shared/time.ts";
import type { DeskStore } from "../state/desk-store.ts";
import type { EventSetup } from "./event-setup.ts";
import { isTimeZone } from "./pick.ts";
import { termsWords } from "./terms-words.ts";

interface StartsProps {
  readonly store: DeskStore;
  readonly setup: EventSetup;
  readonly onBegin: () => void;
}

/** Nothing is set up: the two ways to begin. */
export function Starts({ store, setup, onBegin }: StartsProps) {
  const words = termsWords.value;
  const begin = () => {
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setup.edit((form) => {
      const zone = isTimeZone(timeZone) ? timeZone : form.timeZone;
      const day = venueText(store.now.peek(), zone).slice(0, 10);
      return { ...form, name: {}, timeZone: zone, startsAt: `${day}T09:00`, endsAt: `${day}T18:00` };
    });
    onBegin();
  };
  return (
    <main class="setup-starts">
      <h2>{words.startsTitle}</h2>
      <ul>
        <li>
          <button type="button" class="button primary" onClick={() => store.goTo("programme")}>
            {words.importStart}
          </button>
          <p>{words.importStartHint}</p>
        </li>
        <li>
          <button type="button" class="button" onClick={begin}>
            {words.blankStart}
          </button>
          <p>{words.blankStartHint}</p>
        </li>
      </ul>
    </main>
  );
}
