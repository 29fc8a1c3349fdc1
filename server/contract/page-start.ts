/**
 * What a feed page is served with: everything that it shows first, so that it is read before any script has
 * come, and the cursor from which its socket goes on. Written into the page as JSON, never as code.
 */
import type { FeedItem } from "./announcement.ts";
import type { PublicEvent } from "./event.ts";
import type { Cursor } from "./feed.ts";
import type { Session } from "./programme.ts";

/** The feed itself; the feed opened on one announcement; the widget in others' pages. */
export type FeedPageName = "feed" | "announcement" | "embed";

export interface PageStart {
  readonly page: FeedPageName;
  /** The build of the pages; a server of another build says so in its `hello`. */
  readonly build: string;
  /** By the server's clock. */
  readonly servedAt: string;
  /** Of the interface: one of those that there are words for. */
  readonly language: string;
  readonly event: PublicEvent;
  readonly cursor: Cursor;
  readonly programmeRevision: number;
  /**
   * Newest first: the newest ones without a hole down to `olderBefore`; below that only what is pinned, urgent
   * and in force, a key moment of the day, or what a link led to.
   */
  readonly announcements: readonly FeedItem[];
  /** `before` of the page after these; absent where there is none. */
  readonly olderBefore?: number;
  /** Sessions on now or beginning before `sessionsUntil`, and those that the announcements are about. */
  readonly sessions: readonly Session[];
  readonly sessionsUntil: string;
  /** Where a link led to one announcement. */
  readonly announcementId?: string;
  /** The node has lost its store: what it holds may be behind. */
  readonly stale?: true;
}

/** Where the page stands on the net, for its links and what others are told of it. */
export interface PageSite {
  /** `https://host`, no slash at its end. */
  readonly base: string;
  /** The scripts and style sheets of the build by the name of their source, as the manifest of Vite has them. */
  readonly preloads: readonly string[];
}

export interface RenderedPage {
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  /** Title, description and what other programs read of a page, as HTML. */
  readonly head: string;
  /** What stands in `#app`, as HTML. */
  readonly app: string;
}

/** The built pages' own renderer, so that what the server sends and what the browser draws are one code. */
export interface PageRenderer {
  /** Interface languages, English first. */
  readonly languages: readonly string[];
  render(start: PageStart, site: PageSite): RenderedPage;
}
