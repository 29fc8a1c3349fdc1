/** Everything that the HTTP side needs of the rest, handed in by whoever composes the process. */
import type { Router } from "express";
import type { Logger } from "pino";
import type { Accounts } from "../accounts/accounts.ts";
import type { OwnSessions } from "../accounts/own-sessions.ts";
import type { People } from "../accounts/people.ts";
import type { Tokens } from "../accounts/tokens.ts";
import type { Cursor } from "../contract/feed.ts";
import type { KioskConfig } from "../contract/kiosk.ts";
import type { PageRenderer } from "../contract/page-start.ts";
import type { Actor } from "../contract/people.ts";
import type { ImportFinding, ProgrammeDiff, ProposedAnnouncement } from "../contract/programme.ts";
import type { Result } from "../contract/refusals.ts";
import type { Announcements, Retry } from "../desk/announcements.ts";
import type { EventDesk, EventRevision } from "../desk/event.ts";
import type { EndOrder } from "../desk/rehearsal.ts";
import type { RedisClock } from "../feed/clock.ts";
import type { Directory } from "../feed/directory.ts";
import type { FeedView, ReadinessReasons } from "../feed/feed-view.ts";
import type { Blackouts } from "../kiosks/blackouts.ts";
import type { KioskCommands } from "../kiosks/commands.ts";
import type { DeskScreens } from "../kiosks/desk-screens.ts";
import type { Kiosks } from "../kiosks/kiosks.ts";
import type { Pairings } from "../kiosks/pairings.ts";
import type { Receipts } from "../kiosks/receipts.ts";
import type { PushSubscriptions } from "../push/subscriptions.ts";
import type { FeedReader } from "../store/feed-log.ts";
import type { KioskRecord } from "../store/kiosks.ts";
import type { HttpLimits } from "./limits.ts";

export interface HttpDeps {
  readonly view: FeedView;
  readonly store: Pick<FeedReader, "announcement" | "list" | "revisions" | "published" | "audit">;
  readonly announcements: Pick<Announcements, "create" | "command">;
  readonly events: Pick<EventDesk, "read" | "replace">;
  readonly rehearsal: { end(order: EndOrder): Promise<Result<EventRevision>> };
  readonly directory: Pick<Directory, "event" | "eventVersion" | "programme">;
  readonly clock: Pick<RedisClock, "nowMs">;
  readonly accounts: Pick<
    Accounts,
    "signIn" | "acceptLink" | "bySession" | "byToken" | "signOut" | "changePassword" | "rename"
  >;
  readonly ownSessions: Pick<OwnSessions, "list" | "end" | "endOthers">;
  readonly people: Pick<People, "list" | "invite" | "changeRole" | "resetPassword" | "revoke">;
  readonly tokens: Pick<Tokens, "list" | "create" | "revoke">;
  readonly programmeImport: ProgrammeImport;
  readonly push: {
    /** By which browsers know whom they let send. */
    readonly publicKey: string;
    readonly subscriptions: Pick<PushSubscriptions, "subscribe" | "kept" | "change" | "forget">;
  };
  readonly screens: ScreensSide;
  /** Answers `GET /api/v1/feed/stream`. */
  readonly streamRouter: Router;
  /** Why this node is not ready; empty where all is well. Codes of contract/refusals.ts where one fits. */
  readonly readiness: () => ReadinessReasons;
  /** Where the built pages are: `dist/client`. Read once, when the application is made. */
  readonly pagesDir: string;
  /** Draws the feed's pages; absent where they are not built, and then they are not there. */
  readonly renderer: PageRenderer | undefined;
  readonly limits: Pick<HttpLimits, "write" | "search" | "lookUp">;
  readonly logger: Logger;
  readonly site: Site;
}

/** Screens on site, as the desk asks and as they pair. */
export interface ScreensSide {
  readonly pairings: Pick<Pairings, "open" | "token" | "lookUp" | "claim">;
  readonly kiosks: Pick<Kiosks, "change" | "remove">;
  readonly commands: Pick<KioskCommands, "send" | "list">;
  readonly blackouts: Pick<Blackouts, "list" | "set" | "end">;
  readonly receipts: Pick<Receipts, "of" | "ofKiosk">;
  readonly desk: Pick<DeskScreens, "list" | "shown">;
  /** Reads what the store knows of screens; where it is away, what is known here has to do. */
  fresh(): Promise<void>;
  /** As this node knows it; none that was removed. */
  record(id: string): KioskRecord | undefined;
  /** What a screen is told of itself. */
  config(kiosk: KioskRecord, feedUrl: string): KioskConfig;
}

/** Where this server stands on the net. */
export interface Site {
  /** What links start with where nothing better is known. */
  readonly origin: string;
  /** PUBLIC_URL, where it is set: the one Origin that may change anything. */
  readonly publicUrl: string | undefined;
  /** This process speaks TLS itself. */
  readonly tls: boolean;
  readonly adminToken: string | undefined;
  /** CIDRs whose `X-Forwarded-*` are believed. */
  readonly trustProxy: readonly string[];
}

/** Takes a programme file: all of it, or nothing with the reasons. */
export interface ProgrammeImport {
  take(bytes: Uint8Array, how: ImportOrder): Promise<Result<ImportAnswer>>;
}

export interface ImportOrder {
  readonly dryRun: boolean;
  readonly actor: Actor;
  readonly retry: Retry;
}

export interface ImportAnswer {
  readonly summary: { readonly sessions: number };
  readonly diff: ProgrammeDiff;
  readonly warnings: readonly ImportFinding[];
  readonly errors: readonly ImportFinding[];
  /** Drafts that tell of what differs; with ids where they were made. */
  readonly proposed: readonly ProposedAnnouncement[];
  /** Of the entry that told readers of it; absent for a dry run, and where nothing differed. */
  readonly cursor?: Cursor;
}
