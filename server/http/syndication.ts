/** The newest announcements for feed readers: JSON Feed 1.1 and Atom, in any of the event's languages. */
import { z } from "zod";
import { syndicationQuerySchema } from "../contract/api.ts";
import { languageFor } from "../core/event-language.ts";
import { toAtom } from "./atom.ts";
import type { HttpDeps } from "./deps.ts";
import { tagOf } from "./etag.ts";
import { PUBLIC_CACHE } from "./headers.ts";
import { JSON_FEED_VERSION, toJsonFeed } from "./json-feed.ts";
import { whenLoaded } from "./loaded.ts";
import { publicRoute, type Route } from "./route.ts";
import { type SyndicatedFeed, syndicated } from "./syndicated.ts";

const JSON_FEED_TYPE = "application/feed+json; charset=utf-8";
const ATOM_TYPE = "application/atom+xml; charset=utf-8";

const jsonFeedSchema = z.looseObject({
  version: z.literal(JSON_FEED_VERSION),
  title: z.string(),
  items: z.array(z.looseObject({ id: z.string(), url: z.string(), content_text: z.string() })),
});

type Deps = Pick<HttpDeps, "view" | "directory" | "site">;

export function syndicationRoutes(deps: Deps): Route[] {
  const { view, directory } = deps;
  /** The last of each format in each language: whoever asks again is mostly answered alike. */
  const last = new Map<string, { readonly etag: string; readonly text: string }>();
  const route = (
    path: string,
    summary: string,
    type: string,
    encode: (feed: SyndicatedFeed) => string,
    schema?: z.ZodType,
  ): Route =>
    publicRoute({
      method: "get",
      path,
      summary,
      query: syndicationQuerySchema,
      answers: { 200: { description: summary, type, ...(schema === undefined ? {} : { schema }) } },
      refusals: ["not_loaded"],
      handle: ({ base, query }) =>
        whenLoaded(view, () => {
          const language = languageFor(query.lang, directory.event.languages);
          const etag = tagOf(path, view.tag, directory.eventVersion, base, language);
          const name = `${path} ${language}`;
          const known = last.get(name);
          const text = known?.etag === etag ? known.text : encode(syndicated(deps, { base, path, language }));
          last.set(name, { etag, text });
          return {
            type,
            text,
            headers: { ...PUBLIC_CACHE, "Content-Language": language },
            etag,
            revalidates: true,
          };
        }),
    });
  return [
    route(
      "/feed.json",
      "The newest announcements as JSON Feed 1.1",
      JSON_FEED_TYPE,
      toJsonFeed,
      jsonFeedSchema,
    ),
    route("/feed.atom", "The newest announcements as Atom", ATOM_TYPE, toAtom),
  ];
}
