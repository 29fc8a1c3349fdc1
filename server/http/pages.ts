/**
 * The built pages and what they load. Read once: pages are few and small, and change only with a restart.
 *
 * [MP12] While processes are replaced a page may come from one build and what it loads be asked of a process of
 * another: names with a hash in them are then looked for in the build that lies on the disk, and in the one before.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import express, { type RequestHandler, type Router } from "express";
import { fileReply, typeOf } from "./built-file.ts";
import { sendCompressed } from "./compressed-replies.ts";
import type { HttpDeps } from "./deps.ts";
import { methodNotAllowed, refuse } from "./respond.ts";
import type { Reply } from "./route.ts";

type Deps = Pick<HttpDeps, "pagesDir" | "site">;

const PAGES = [
  { path: "/desk", file: "desk" },
  { path: "/desk/preview/feed", file: "preview/feed" },
  { path: "/desk/preview/kiosk", file: "preview/kiosk" },
  { path: "/kiosk", file: "kiosk" },
] as const;

/** A file beside the others, and none that is hidden. */
const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

const ASKED_AGAIN = { "Cache-Control": "no-cache" };
/** A name with a hash in it never means anything else. */
const KEPT_FOR_EVER = { "Cache-Control": "public, max-age=31536000, immutable" };

/** What a file wants to have said of it beside its type. */
const SPECIAL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "sw.js": { "Service-Worker-Allowed": "/" },
};

export function pagesRouter({ pagesDir, site }: Deps): Router {
  const router = express.Router({ caseSensitive: true });
  for (const { path, file } of PAGES) {
    const page = fileReply(join(pagesDir, file, "index.html"), "text/html; charset=utf-8", ASKED_AGAIN);
    router.get(path, answerWith(page, site));
    router.all(path, methodNotAllowed(["get"], false, site));
  }
  const assets = new Map(filesIn(join(pagesDir, "assets"), () => KEPT_FOR_EVER));
  const others = [join(pagesDir, "assets"), join(pagesDir, "../earlier")];
  router.get("/assets/:name", (request, response, next) => {
    const { name } = request.params;
    answerWith(assets.get(name) ?? assetIn(others, name), site)(request, response, next);
  });
  const loose = filesIn(pagesDir, (name) => ({ ...ASKED_AGAIN, ...SPECIAL[name] }));
  for (const [name, reply] of loose) router.get(`/${name}`, answerWith(reply, site));
  return router;
}

const answerWith =
  (reply: Reply | undefined, site: Deps["site"]): RequestHandler =>
  (request, response) =>
    reply === undefined
      ? refuse(request, response, { code: "not_found" }, site)
      : sendCompressed(request, response, reply);

/** Files that may be asked for by name, such as a script, an icon, a manifest or a service worker. */
function filesIn(
  folder: string,
  headersOf: (name: string) => Readonly<Record<string, string>>,
): [name: string, reply: Reply][] {
  return namesIn(folder).flatMap((name) => {
    const type = typeOf(name);
    const reply = type === undefined ? undefined : fileReply(join(folder, name), type, headersOf(name));
    return reply === undefined ? [] : [[name, reply]];
  });
}

function assetIn(folders: readonly string[], name: string): Reply | undefined {
  const type = NAME.test(name) ? typeOf(name) : undefined;
  if (type === undefined) return undefined;
  for (const folder of folders) {
    const reply = fileReply(join(folder, name), type, KEPT_FOR_EVER);
    if (reply !== undefined) return reply;
  }
  return undefined;
}

/** None where the pages are not built. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && NAME.test(entry.name))
      .map((entry) => entry.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
