/** What the bench asks of the process that holds its readers, and what it answers. */
export interface CrowdQuestions {
  /** Connects so many readers; answers once all of them are at the head. */
  gather: { ask: { port: number; readers: number }; answer: { turnedAway: number } };
  /** Forgets what was heard. */
  listen: { ask: object; answer: object };
  /** Answers once so many announcements have reached every reader, or when it gives up. */
  heard: { ask: { announcements: number; withinMs: number }; answer: Heard };
  /** Drops all readers at once and has them come back at once, so many announcements behind. */
  storm: { ask: { behind: number; withinMs: number }; answer: Stormed };
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
}

export interface Stormed {
  /** For each reader that came back to the head: how long after the drop. */
  readonly backMs: readonly number[];
  readonly gaps: number;
  /** Handshakes that failed and were tried again. */
  readonly turnedAway: number;
}

/** How both travel between the processes. */
export interface CrowdAsk {
  readonly id: number;
  readonly question: CrowdQuestion;
  readonly ask: CrowdQuestions[CrowdQuestion]["ask"];
}

export type CrowdReply =
  | { readonly id: number; readonly answer: CrowdQuestions[CrowdQuestion]["answer"] }
  | { readonly id: number; readonly fault: string };
