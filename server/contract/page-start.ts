/**
 * What a feed page is served with: everything that it shows first, so that it is read before any script has
 * come, and the cursor from which its socket goes on. Written into the page as JSON, never as code.
 */
import type { FeedItem, Kind } from "./announcement.ts";
import type { PublicEvent } from "./event.ts";
import type { Cursor } from "./feed.ts";
import type { Session } from "./programme.ts";

/** The feed itself; the feed opened on one announcement; the widget in others' pages. */
export type FeedPageName = "feed" | "announcement" | "embed";

/** How whoever frames the widget wants it. */
export interface EmbedWish {
  readonly theme?: "light" | "dark";
  readonly kind?: Kind;
  /** One of the event's tracks. */
  readonly track?: string;
  /** How many announcements, from 1. */
  readonly limit?: number;
}

export interface PageStart {
  readonly page: FeedPageName;
  /** The build of the pages; a server of another build says so in its `hello`. */
  readonly build: string;
  /** By the server's clock. */
  readonly servedAt: string;
  /** Of the interface: one of those that there are words for. */
  readonly language: string;
  /** With its names in that language and in the event's own. */
  readonly event: PublicEvent;
  readonly cursor: Cursor;
  readonly programmeRevision: number;
  /**
   * Newest first: the newest ones without a hole down to `olderBefore`; below that only what is pinned, urgent
   * and in force, a key moment of the day, what a link led to, or what a widget was asked for.
   */
  readonly announcements: readonly FeedItem[];
  /** `before` of the page after these; absent where there is none. */
  readonly olderBefore?: number;
  /** Sessions on now or beginning before `sessionsUntil`, and those that the announcements are about. */
  readonly sessions: readonly Session[];
  readonly sessionsUntil: string;
  /** Where a link led to one announcement. */
  readonly announcementId?: string;
  /** On the page "embed" alone. */
  readonly embed?: EmbedWish;
  /** The node has lost its store: what it holds may be behind. */
  readonly stale?: true;
}

/** Where the page stands on the net, for its links and what others are told of it. */
export interface PageSite {
  /** `https://host`, no slash at its end. */
  readonly base: string;
  /** Paths of style sheets of this page alone. */
  readonly styles: readonly string[];
  /** Paths of the scripts that the page will ask for as soon as its own runs. */
  readonly preloads: readonly string[];
  /** The language was asked for by `?lang=`: the address is that of this language alone. */
  readonly isLanguageAsked: boolean;
}

/** What stands in the place of a page: it is not there, or the node has not loaded yet and asks to be asked again. */
export type NoticeName = "notFound" | "loading";

export interface RenderedPage {
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  /** Title, description and what other programs read of a page, as HTML. */
  readonly head: string;
  /** What stands in `#app`, as HTML. */
  readonly app: string;
  /** What follows it, as HTML: its drawings, and the words that its script speaks with. */
  readonly after?: string;
}

/** The built pages' own renderer, so that what the server sends and what the browser draws are one code. */
export interface PageRenderer {
  /** Interface languages, English first. */
  readonly languages: readonly string[];
  render(start: PageStart, site: PageSite): RenderedPage;
  /** A page without a start, which needs no script. */
  renderNotice(notice: NoticeName, language: string): RenderedPage;
}
