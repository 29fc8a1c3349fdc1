/** What the bench asks of the process that holds its readers, and what it answers. */
import type { DialectName } from "./dialects.ts";

export interface CrowdQuestions {
  /** Connects so many readers, to each port in turn; answers once all of them are where they listen. */
  gather: {
    ask: { ports: readonly number[]; readers: number; dialect?: DialectName };
    answer: { turnedAway: number };
  };
  /**
   * Forgets what was heard. Wakeful, it does not sleep until it is asked what it heard: on one machine whoever writes
   * to a sleeper pays for waking it, which over a network nobody does, and most of all the quickest, whose readers sleep
   * between two deliveries.
   */
  listen: { ask: { wakeful?: boolean }; answer: object };
  /**
   * Answers once so many announcements have reached every reader, or when it gives up: of those alone whose
   * headlines begin so, where that is said. What was sent before may still be on its way.
   */
  heard: { ask: { announcements: number; withinMs: number; named?: string }; answer: Heard };
  /** Drops all readers at once and has them come back at once, so many announcements behind. */
  storm: { ask: { behind: number; withinMs: number }; answer: Stormed };
  /** From now on whoever loses its connection waits to be called back. Forgets what was heard. */
  standBy: { ask: object; answer: object };
  /** Calls all readers back at once, each from where it was; a door that is shut is tried again at once. */
  callBack: { ask: { withinMs: number }; answer: CalledBack };
  /** Lets all readers go. */
  disperse: { ask: object; answer: object };
}

export type CrowdQuestion = keyof CrowdQuestions;

export interface Arrival {
  readonly headline: string;
  /** When the log took it, by Redis' clock, in whole ms. */
  readonly loggedMs: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** By how many readers it was received; one that receives it twice counts twice. */
  readonly count: number;
}

export interface Heard {
  readonly arrivals: readonly Arrival[];
  readonly gaps: number;
  /** Connections that ended by themselves. */
  readonly lost: number;
  /** Readers that are not where the furthest is. */
  readonly behind: number;
}

export interface Stormed {
  /** For each reader that came back to the head: how long after the drop. */
  readonly backMs: readonly number[];
  readonly gaps: number;
  /** Handshakes that failed and were tried again. */
  readonly turnedAway: number;
}

export interface CalledBack {
  /** For each reader that came back to at least where it was: when, by the machine's clock. */
  readonly backAtMs: readonly number[];
  readonly gaps: number;
  readonly turnedAway: number;
}
