/** What the views of a screen ask of it; a preview makes as much of what is being written. */
import type { ReadonlySignal } from "@preact/signals";
import type { PublicEvent } from "../../../server/contract/event.ts";
import type { KioskConfig } from "../../../server/contract/kiosk.ts";
import type { Picture } from "../device/picture.ts";
import type { Overlay } from "../link/commands.ts";
import type { ShownCode } from "../link/pairing.ts";
import type { Move } from "../show/moves.ts";
import type { Screen } from "../show/screen-at.ts";
import type { Speaking } from "../state/speaking.ts";

export interface ScreenStore {
  /** By the server's clock, in whole seconds of it. */
  readonly now: ReadonlySignal<number>;
  /** Whether it may be said. */
  readonly isTimeKnown: ReadonlySignal<boolean>;
  readonly timeZone: ReadonlySignal<string>;
  readonly event: ReadonlySignal<PublicEvent | undefined>;
  readonly isRehearsal: ReadonlySignal<boolean>;
  readonly screen: ReadonlySignal<Screen>;
  readonly speaking: ReadonlySignal<Speaking>;
  readonly picture: ReadonlySignal<Picture>;
  /** Where the public reaches the feed. */
  readonly feedUrl: ReadonlySignal<string>;
  /** The server has not been heard since then. */
  readonly lastHeardMs: ReadonlySignal<number | undefined>;
  /** Sessions that are elsewhere than was said, by id. */
  readonly moves: ReadonlySignal<ReadonlyMap<string, Move>>;
  /** As it is set up; absent where nobody has claimed it. */
  readonly config: ReadonlySignal<KioskConfig | undefined>;
  readonly pairing: ReadonlySignal<Unpaired | undefined>;
  readonly overlay: ReadonlySignal<Overlay | undefined>;
  readonly build: string | undefined;
}

export interface Unpaired {
  /** Absent until a server has given one. */
  readonly code: ShownCode | undefined;
  /** It has the screen: nobody waits for anything else here yet. */
  readonly isWhole: boolean;
}
