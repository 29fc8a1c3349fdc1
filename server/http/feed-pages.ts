/** The feed's pages, drawn for each reader's language: `/`, `/a/:id` and `/embed`. */
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from "express";
import type { FeedItem } from "../contract/announcement.ts";
import { idSchema } from "../contract/forms.ts";
import type { EmbedWish, FeedPageName, NoticeName, PageStart } from "../contract/page-start.ts";
import { granted, type Refusal, type Result, refused } from "../contract/refusals.ts";
import { isWithdrawn } from "../core/feed-state.ts";
import { findPublic } from "./announcement.ts";
import { type BuiltPages, readBuiltPages } from "./built-pages.ts";
import { Encodings } from "./compress.ts";
import { sendCompressed } from "./compressed-replies.ts";
import type { HttpDeps } from "./deps.ts";
import { DrawingTime } from "./drawing-time.ts";
import { DrawnPages, type Stamp } from "./drawn-pages.ts";
import { embedWish } from "./embed-wish.ts";
import { tagOf } from "./etag.ts";
import { baseOf } from "./origin.ts";
import { type PageLanguage, pageLanguage } from "./page-language.ts";
import { pageStart } from "./page-start.ts";
import { methodNotAllowed, refuse, send } from "./respond.ts";
import type { Reply } from "./route.ts";

type Deps = Pick<
  HttpDeps,
  "view" | "store" | "limits" | "directory" | "clock" | "pagesDir" | "renderer" | "site"
>;

const PATHS: Readonly<Record<string, FeedPageName>> = {
  "/": "feed",
  "/a/:id": "announcement",
  "/embed": "embed",
};
const HTML_TYPE = "text/html; charset=utf-8";
/** Asks again by itself; the page says so too. */
const RELOAD_AFTER_MS = 5_000;
/** How many announcements a page may be asked for. Few sizes, for each is drawn and kept by itself. */
const SIZES = [100, 1_000];
const TOO_MANY: Refusal = { code: "too_many_requests", retryAfterMs: RELOAD_AFTER_MS };
/** What is on now moves on without any entry. */
const MINUTE_MS = 60_000;

export function feedPagesRouter(deps: Deps): Router {
  const { pagesDir, renderer, site } = deps;
  const router = express.Router({ caseSensitive: true });
  const built = readBuiltPages(pagesDir);
  if (renderer === undefined || built === undefined) return router;
  const pages = new FeedPages(deps, renderer, built);
  for (const [path, page] of Object.entries(PATHS)) {
    router.get(path, (request, response) => pages.answer(page, request, response));
    router.all(path, methodNotAllowed(["get"], false, site));
  }
  const answerMalformed: ErrorRequestHandler = (error, request, response, next) => {
    const isPage = error instanceof URIError && request.path.startsWith("/a/");
    if (isPage) pages.refuse(request, response, { code: "not_found" });
    else next(error);
  };
  router.use(answerMalformed);
  return router;
}

/** What one reader asked for, as far as it makes a page another one. */
interface Wanted extends PageLanguage {
  readonly page: FeedPageName;
  readonly base: string;
  readonly linked: FeedItem | undefined;
  readonly newest: number | undefined;
  readonly embed: EmbedWish | undefined;
}

class FeedPages {
  readonly #deps: Deps;
  readonly #renderer: NonNullable<Deps["renderer"]>;
  readonly #built: BuiltPages;
  readonly #drawn: DrawnPages;
  readonly #notices = new Map<string, string>();

  constructor(deps: Deps, renderer: NonNullable<Deps["renderer"]>, built: BuiltPages) {
    this.#deps = deps;
    this.#renderer = renderer;
    this.#built = built;
    this.#drawn = new DrawnPages(() => deps.clock.nowMs(), new DrawingTime());
  }

  async answer(page: FeedPageName, request: Request, response: Response): Promise<void> {
    const linked = await this.#linked(page, request);
    if (!linked.ok) return this.refuse(request, response, linked.refusal);
    const { directory, site } = this.#deps;
    const query = queryOf(request);
    const wanted: Wanted = {
      ...pageLanguage(request, query, this.#renderer.languages),
      page,
      base: baseOf(request, site),
      linked: linked.value,
      newest: SIZES.find((size) => query.get("newest") === String(size)),
      embed: page === "embed" ? embedWish(query, directory.event) : undefined,
    };
    const reply = await this.#page(wanted);
    if (reply === undefined) this.refuse(request, response, TOO_MANY);
    else await sendCompressed(request, response, reply);
  }

  /** What cannot be shown: browsers get a page that leads on, programs the same refusal as everywhere. */
  refuse(request: Request, response: Response, refusal: Refusal): void {
    response.set("Vary", "Accept, Accept-Language");
    const isBrowser = (request.headers.accept ?? "").includes("text/html");
    if (isBrowser) send(request, response, this.#instead(refusal, request));
    else refuse(request, response, refusal, this.#deps.site);
  }

  #instead({ code }: Refusal, request: Request): Reply {
    const { language } = pageLanguage(request, queryOf(request), this.#renderer.languages);
    return code === "not_found" ? this.#notice("notFound", language, 404) : this.#loading(language);
  }

  #loading(language: string): Reply {
    const reply = this.#notice("loading", language, 503);
    return { ...reply, headers: { ...reply.headers, "Retry-After": String(RELOAD_AFTER_MS / 1_000) } };
  }

  #notice(notice: NoticeName, language: string, status: number): Reply {
    const name = `${notice} ${language}`;
    const text =
      this.#notices.get(name) ?? this.#built.fillStill(this.#renderer.renderNotice(notice, language));
    this.#notices.set(name, text);
    return { status, type: HTML_TYPE, text, headers: { "Content-Language": language } };
  }

  /** What a link led to, withdrawn or not; none where a page is not of one announcement. */
  async #linked(page: FeedPageName, request: Request): Promise<Result<FeedItem | undefined>> {
    const { view } = this.#deps;
    if (!view.loaded) return refused("not_loaded", undefined, { retryAfterMs: RELOAD_AFTER_MS });
    if (page !== "announcement") return granted(undefined);
    const { id } = request.params;
    if (!idSchema.safeParse(id).success) return refused("not_found");
    const found = await findPublic(String(id), request, this.#deps, "latest");
    return found.ok ? granted(found.value.item) : found;
  }

  #page(wanted: Wanted): Promise<Reply | undefined> {
    const { linked, ...rest } = wanted;
    const key = JSON.stringify({ ...rest, id: linked?.id });
    const { build } = this.#built;
    return this.#drawn.get(
      key,
      () => this.#stamp(linked),
      (stamp) => this.#draw(wanted, tagOf(key, stamp, build)),
    );
  }

  #stamp(linked: FeedItem | undefined): Stamp {
    const { view, directory, clock } = this.#deps;
    const all = tagOf(
      view.tag,
      Math.floor(clock.nowMs() / MINUTE_MS),
      directory.eventVersion,
      directory.programme.revision,
      linked === undefined || isWithdrawn(linked) ? "" : linked.revision,
    );
    return { all, ground: `${view.state.cursor.epoch}.${view.changedAt}` };
  }

  #draw(wanted: Wanted, tag: string): Reply {
    const { page, language, isAsked, base, newest, embed } = wanted;
    const { build } = this.#built;
    // As it is now: it may have waited for its turn.
    const linked =
      wanted.linked && (this.#deps.view.state.announcements.get(wanted.linked.id) ?? wanted.linked);
    const start = pageStart(this.#deps, { page, language, build, linked, newest, embed });
    const preloads = this.#built.preloadsOf(page);
    const styles = this.#built.stylesOf(page);
    const rendered = this.#renderer.render(start, { base, preloads, styles, isLanguageAsked: isAsked });
    const text = this.#built.fill(rendered, startBlock(start), embed?.theme);
    const isGone = linked !== undefined && isWithdrawn(linked);
    return {
      status: isGone ? 410 : 200,
      type: HTML_TYPE,
      text,
      headers: {
        "Cache-Control": "no-cache",
        "Content-Language": language,
        Vary: "Accept-Language",
      },
      // Weak: nodes that draw the same do so at different instants, and say when.
      etag: `W/${tag}`,
      revalidates: !isGone,
      encodings: new Encodings(text),
    };
  }
}

const queryOf = ({ url }: Request): URLSearchParams => new URLSearchParams(url.split("?")[1] ?? "");

/** JSON that no HTML parser takes for anything else. */
const startBlock = (start: PageStart): string =>
  `<script type="application/json" id="start">${JSON.stringify(start).replaceAll("<", "\\u003c")}</script>`;
