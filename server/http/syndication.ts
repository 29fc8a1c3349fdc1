/** The newest announcements for feed readers: JSON Feed 1.1 and Atom. In the event's default language. */
import { z } from "zod";
import type { Announcement } from "../contract/announcement.ts";
import { isWithdrawn, newestFirst } from "../core/feed-state.ts";
import { type SyndicatedFeed, toAtom } from "./atom.ts";
import type { HttpDeps } from "./deps.ts";
import { tagOf } from "./etag.ts";
import { PUBLIC_CACHE } from "./headers.ts";
import { JSON_FEED_VERSION, toJsonFeed } from "./json-feed.ts";
import { whenLoaded } from "./loaded.ts";
import { publicRoute, type Route } from "./route.ts";

const MOST = 100;
const JSON_FEED_TYPE = "application/feed+json; charset=utf-8";
const ATOM_TYPE = "application/atom+xml; charset=utf-8";

const jsonFeedSchema = z.looseObject({
  version: z.literal(JSON_FEED_VERSION),
  title: z.string(),
  items: z.array(z.looseObject({ id: z.string(), url: z.string(), content_text: z.string() })),
});

type Deps = Pick<HttpDeps, "view" | "directory">;

export function syndicationRoutes(deps: Deps): Route[] {
  const { view, directory } = deps;
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
      answers: { 200: { description: summary, type, ...(schema === undefined ? {} : { schema }) } },
      refusals: ["not_loaded"],
      handle: ({ base }) =>
        whenLoaded(view, () => ({
          type,
          text: encode(syndicated(deps, base)),
          headers: PUBLIC_CACHE,
          etag: tagOf(view.tag, directory.eventVersion, base),
          revalidates: true,
        })),
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

function syndicated({ view, directory }: Deps, base: string): SyndicatedFeed {
  const { event } = directory;
  const language = event.languages[0]!;
  return {
    base,
    language,
    title: event.name[language] ?? "",
    // Of a feed without entries, Atom wants to know when it last changed all the same.
    emptyUpdatedAt: event.startsAt,
    items: newestFirst(view.state.announcements)
      .filter((item): item is Announcement => !isWithdrawn(item))
      .slice(0, MOST)
      .map((item) => {
        const { headline, body } = item.text[language] ?? Object.values(item.text)[0]!;
        const { id, kind, publishedAt, correctedAt } = item;
        const url = `${base}/a/${id}`;
        return {
          url,
          kind,
          headline,
          body,
          publishedAt,
          ...(correctedAt === undefined ? {} : { correctedAt }),
        };
      }),
  };
}
