import type { SyndicatedFeed } from "./syndicated.ts";

export const JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1";

/** JSON Feed 1.1 (jsonfeed.org/version/1.1). What was withdrawn is not in it: it has no word for that. */
export function toJsonFeed({ homeUrl, feedUrl, language, title, items }: SyndicatedFeed): string {
  return JSON.stringify({
    version: JSON_FEED_VERSION,
    title,
    home_page_url: homeUrl,
    feed_url: feedUrl,
    language,
    authors: [{ name: title, url: homeUrl }],
    items: items.map((item) => ({
      id: item.id,
      url: item.url,
      ...(item.documentUrl === undefined ? {} : { external_url: item.documentUrl }),
      title: item.headline,
      content_text: item.content,
      date_published: item.publishedAt,
      ...(item.updatedAt === item.publishedAt ? {} : { date_modified: item.updatedAt }),
      tags: [item.kind, ...item.tracks.map(({ name }) => name)],
      language: item.language,
    })),
  });
}
