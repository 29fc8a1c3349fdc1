/** What a phone asks before it puts the feed among its apps: the event's own name, icons, and ways in. */
import type { Request } from "express";
import { z } from "zod";
import type { PublicEvent } from "../contract/event.ts";
import { languageSchema } from "../contract/forms.ts";
import type { HttpDeps } from "./deps.ts";
import { tagOf } from "./etag.ts";
import { PUBLIC_CACHE } from "./headers.ts";
import { whenLoaded } from "./loaded.ts";
import { publicRoute, type Route } from "./route.ts";

const TYPE = "application/manifest+json; charset=utf-8";
/** The paper of the pages. A manifest knows no dark one; the page itself says both. */
const PAPER = "#fbfdfe";
/** What stands under an icon is cut off beyond. */
const SHORT_NAME_LENGTH = 12;

/** Of the interface: what the shortcuts are called. */
const words: Readonly<Record<string, readonly [programme: string, search: string]>> = {
  en: ["Programme", "Search"],
  zh: ["日程", "搜索"],
  fr: ["Programme", "Recherche"],
  es: ["Programa", "Búsqueda"],
  ru: ["Программа", "Поиск"],
  ar: ["البرنامج", "بحث"],
};

const icon = (name: string, size: number, purpose: "any" | "maskable" = "any") => ({
  src: `/${name}.png`,
  sizes: `${size}x${size}`,
  type: "image/png",
  purpose,
});

export function manifestRoutes({ view, directory }: Pick<HttpDeps, "view" | "directory">): Route[] {
  return [
    publicRoute({
      method: "get",
      path: "/manifest.webmanifest",
      summary: "The feed as an app: name, icons and shortcuts, in the language asked for",
      query: z.strictObject({ lang: languageSchema.optional() }),
      answers: { 200: { description: "A web app manifest.", type: TYPE } },
      refusals: ["not_loaded"],
      handle: ({ request, query }) =>
        whenLoaded(view, () => {
          const language = interfaceLanguage(request, query.lang);
          return {
            type: TYPE,
            text: JSON.stringify(manifestOf(directory.event, language)),
            headers: { ...PUBLIC_CACHE, Vary: "Accept-Language" },
            etag: tagOf(view.state.cursor.epoch, directory.eventVersion, language),
            revalidates: true,
          };
        }),
    }),
  ];
}

function interfaceLanguage(request: Request, asked: string | undefined): string {
  const primary = asked?.split("-")[0] ?? "";
  return Object.hasOwn(words, primary) ? primary : request.acceptsLanguages(Object.keys(words)) || "en";
}

/** One app wherever it was put on the phone from: its `id` is the feed, not the address with a language. */
export function manifestOf({ name, theme, languages }: PublicEvent, language: string) {
  const own = [language, ...languages].find((tag) => name[tag] !== undefined) ?? language;
  const title = name[own] ?? "Fanfare";
  const [programme, search] = words[language]!;
  const icons = [icon("icon-192", 192)];
  return {
    id: "/",
    name: title,
    short_name: [...title].length > SHORT_NAME_LENGTH ? "Fanfare" : title,
    ...(theme?.[own] === undefined ? {} : { description: theme[own] }),
    lang: own,
    dir: own.split("-")[0] === "ar" ? "rtl" : "ltr",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: PAPER,
    theme_color: PAPER,
    icons: [...icons, icon("icon-512", 512), icon("icon-maskable-512", 512, "maskable")],
    shortcuts: [
      { name: programme, url: "/#programme", icons },
      { name: search, url: "/#search", icons },
    ],
  };
}
