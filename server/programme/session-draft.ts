/** What every importer makes of its file before ids, languages and limits are settled for all alike. */
export interface ProgrammeDraft {
  readonly name: string | undefined;
  readonly timeZone: string | undefined;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  /** Tags that the file states for the event as a whole, as it writes them. */
  readonly languages: readonly string[];
  readonly halls: readonly HallDraft[];
  /** Names of tracks. */
  readonly tracks: readonly string[];
  readonly sessions: readonly SessionDraft[];
}

export interface HallDraft {
  readonly path: string;
  readonly name: string;
  readonly stream: string | undefined;
}

/** Texts as the file has them; "" where it says nothing. */
export interface SessionDraft {
  readonly path: string;
  readonly identity: string;
  readonly lesserId: string;
  readonly title: string;
  readonly subtitle: string;
  readonly abstract: string;
  readonly language: string;
  readonly type: string;
  readonly hall: string;
  readonly track: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly speakers: readonly string[];
  readonly url: string;
  /** What a relative `url` stands on. */
  readonly baseUrl: string;
  /** Whether the abstract may hold HTML. */
  readonly markup: boolean;
}
