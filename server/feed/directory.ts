/** The event and the programme as this process knows them; whoever follows the log keeps them fresh. */
import { type DeskEvent, deskEventSchema } from "../contract/event.ts";
import type { Programme } from "../contract/programme.ts";
import { type Surroundings, startsOf } from "../core/references.ts";
import type { FeedReader } from "../store/feed-log.ts";

/** What an event is before an organiser sets it up: `EVENT=none`. */
export const blankEvent = (): DeskEvent => blank;

const blank: DeskEvent = deskEventSchema.parse({
  name: { en: "Event" },
  startsAt: "1970-01-01T00:00:00.000Z",
  endsAt: "1970-01-01T00:00:00.000Z",
  timeZone: "UTC",
  languages: ["en"],
  halls: [],
  zones: [],
  tracks: [],
});

export class Directory {
  #event: DeskEvent = blankEvent();
  #eventVersion = 0;
  #programme: Programme = { revision: 0, sessions: [] };
  #sessionStarts: ReadonlyMap<string, number> = new Map();
  #screens: (() => ReadonlySet<string>) | undefined;
  readonly #store: Pick<FeedReader, "document">;

  constructor(store: Pick<FeedReader, "document">) {
    this.#store = store;
  }

  /** Reads both anew. Throws where the store cannot serve; what was known stays. */
  async refresh(): Promise<void> {
    const [event, programme] = await Promise.all([
      this.#store.document("event"),
      this.#store.document("programme"),
    ]);
    this.#event = event === undefined ? blankEvent() : (JSON.parse(event.value) as DeskEvent);
    this.#eventVersion = event?.version ?? 0;
    const sessions = programme === undefined ? [] : (JSON.parse(programme.value) as Programme["sessions"]);
    this.#programme = { revision: programme?.version ?? 0, sessions };
    this.#sessionStarts = startsOf(sessions);
  }

  get event(): DeskEvent {
    return this.#event;
  }

  /** The event's revision: 0 until one is set up. */
  get eventVersion(): number {
    return this.#eventVersion;
  }

  get programme(): Programme {
    return this.#programme;
  }

  get surroundings(): Surroundings {
    return {
      event: this.#event,
      sessionStarts: this.#sessionStarts,
      ...(this.#screens === undefined ? {} : { screens: this.#screens() }),
    };
  }

  /** From where this process knows which screens there are. */
  learnScreens(screens: () => ReadonlySet<string>): void {
    this.#screens = screens;
  }
}
