/** What every way in, whether WebSocket, events, polling or another tab, looks like to the feed client. */
import type { Attendance } from "../../../server/contract/announcement.ts";
import type { Cursor } from "../../../server/contract/feed.ts";

/** Mirrors PROTOCOL_VERSION; a test holds them together (zod stays outside). */
export const PROTOCOL = 1;

export interface LinkReports {
  opened(): void;
  hello(raw: unknown): void;
  snapshot(raw: unknown): void;
  frame(raw: unknown): void;
  refused(raw: unknown): void;
  closed(): void;
}

export interface LinkOptions {
  readonly cursor: Cursor | undefined;
  readonly attendance: Attendance | undefined;
}

export interface Link {
  close(): void;
  /** Asks the server's clock, and by that whether it is there; never answers where a link cannot ask. */
  askClock(answer: (serverAtMs: number) => void): void;
  sayAttendance(attendance: Attendance): void;
}

export type OpenLink = (options: LinkOptions, report: LinkReports) => Link;
