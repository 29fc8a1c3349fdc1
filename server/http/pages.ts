/** The built pages and what they load. Read once: pages are few and small, and change only with a restart. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import express, { type RequestHandler, type Router } from "express";
import { idSchema } from "../contract/forms.ts";
import type { HttpDeps } from "./deps.ts";
import { tagOf } from "./etag.ts";
import { methodNotAllowed, refuse, send } from "./respond.ts";
import type { Reply } from "./route.ts";

type Deps = Pick<HttpDeps, "pagesDir" | "site">;

const PAGES = [
  { path: "/desk", file: "desk" },
  { path: "/desk/preview/feed", file: "preview/feed" },
  { path: "/desk/preview/kiosk", file: "preview/kiosk" },
  { path: "/kiosk", file: "kiosk" },
] as const;

/** What a page may be asked for beside its hashed assets, with names that never change. */
const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  webmanifest: "application/manifest+json",
  txt: "text/plain; charset=utf-8",
};

export function pagesRouter({ pagesDir, site }: Deps): Router {
  const router = express.Router({ caseSensitive: true });
  for (const { path, file } of PAGES) {
    router.get(
      path,
      answerWith(readReply(join(pagesDir, file, "index.html"), "text/html; charset=utf-8"), site),
    );
    router.all(path, methodNotAllowed(["get"], false, site));
  }
  // A name with a hash in it never means anything else.
  router.use(
    "/assets",
    express.static(join(pagesDir, "assets"), {
      immutable: true,
      maxAge: "1y",
      index: false,
      redirect: false,
    }),
  );
  for (const { name, type } of looseFiles(pagesDir)) {
    router.get(`/${name}`, answerWith(readReply(join(pagesDir, name), type), site));
  }
  return router;
}

/** A page is whole or not there: a server that runs without its pages answers that there is none. */
function readReply(file: string, type: string): Reply | undefined {
  try {
    const text = readFileSync(file);
    const headers = { "Cache-Control": "no-cache" };
    return { type, text, headers, etag: tagOf(text.toString("latin1")), revalidates: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

const answerWith =
  (reply: Reply | undefined, site: Deps["site"]): RequestHandler =>
  (request, response) => {
    const { id } = request.params;
    const isThere = reply !== undefined && (id === undefined || idSchema.safeParse(id).success);
    if (isThere) send(request, response, reply);
    else refuse(request, response, { code: "not_found" }, site);
  };

/** Files beside the pages, such as an icon, a manifest or a service worker. */
function looseFiles(pagesDir: string): { name: string; type: string }[] {
  let entries: ReturnType<typeof readEntries>;
  try {
    entries = readEntries(pagesDir);
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const type = TYPES[entry.name.split(".").at(-1) ?? ""];
    const plain = entry.isFile() && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(entry.name);
    return plain && type !== undefined ? [{ name: entry.name, type }] : [];
  });
}

const readEntries = (folder: string) => readdirSync(folder, { withFileTypes: true });
