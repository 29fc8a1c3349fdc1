/** What the desk tells a preview in its frame, and what the preview answers. Both are pages of our own origin. */
import type { Attendance, FeedItem } from "../../server/contract/announcement.ts";
import type { PublicEvent } from "../../server/contract/event.ts";

export interface ShowMessage {
  readonly type: "show";
  /** As readers will get it: published, corrected, or the mark that stands where it was. */
  readonly announcement: FeedItem;
  readonly event: PublicEvent | undefined;
  readonly language: string;
  readonly attendance: Attendance;
  readonly theme: "light" | "dark";
  /** The instant that is shown: soon after it went out. */
  readonly now: number;
}

/** `ready` once it listens; `height` of what it shows, whenever that changes. */
export type PreviewAnswer = { readonly type: "ready" } | { readonly type: "height"; readonly px: number };
