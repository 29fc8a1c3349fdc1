/** The feed's pages, drawn for each reader's language: `/`, `/a/:id` and `/embed`. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import express, { type Request, type Router } from "express";
import type { FeedPageName, PageStart } from "../contract/page-start.ts";
import type { HttpDeps } from "./deps.ts";
import { baseOf } from "./origin.ts";
import { pageStart } from "./page-start.ts";
import { methodNotAllowed, refuse, send } from "./respond.ts";

type Deps = Pick<HttpDeps, "view" | "directory" | "clock" | "pagesDir" | "renderer" | "site">;

const PATHS: Readonly<Record<string, FeedPageName>> = {
  "/": "feed",
  "/a/:id": "announcement",
  "/embed": "embed",
};

export function feedPagesRouter(deps: Deps): Router {
  const { pagesDir, renderer, site, view } = deps;
  const router = express.Router({ caseSensitive: true });
  const file = join(pagesDir, "feed/index.html");
  if (renderer === undefined || !existsSync(file)) return router;
  const template = readFileSync(file, "utf8");
  for (const [path, page] of Object.entries(PATHS)) {
    router.get(path, (request, response) => {
      if (!view.loaded) return refuse(request, response, { code: "not_loaded", retryAfterMs: 1_000 }, site);
      const language = languageOf(request, renderer.languages);
      const start = pageStart(deps, { page, language, build: "" });
      const rendered = renderer.render(start, { base: baseOf(request, site), preloads: [] });
      const text = template
        .replace('lang="en" dir="ltr"', `lang="${rendered.language}" dir="${rendered.direction}"`)
        .replace("<!--head-->", () => rendered.head)
        .replace("<!--app-->", () => rendered.app)
        .replace("<!--start-->", () => startBlock(start));
      send(request, response, {
        type: "text/html; charset=utf-8",
        text,
        headers: { "Cache-Control": "no-cache" },
      });
    });
    router.all(path, methodNotAllowed(["get"], false, site));
  }
  return router;
}

const languageOf = (request: Request, languages: readonly string[]): string =>
  request.acceptsLanguages([...languages]) || languages[0]!;

/** JSON that no HTML parser takes for anything else. */
const startBlock = (start: PageStart): string =>
  `<script type="application/json" id="start">${JSON.stringify(start).replaceAll("<", "\\u003c")}</script>`;
