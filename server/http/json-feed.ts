import type { SyndicatedFeed } from "./atom.ts";

export const JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1";

/** JSON Feed 1.1 (jsonfeed.org/version/1.1). An item always has text, so a body that is empty is the headline. */
export function toJsonFeed({ base, language, title, items }: SyndicatedFeed): string {
  return JSON.stringify({
    version: JSON_FEED_VERSION,
    title,
    home_page_url: `${base}/`,
    feed_url: `${base}/feed.json`,
    language,
    items: items.map(({ url, kind, headline, body, publishedAt, correctedAt }) => ({
      id: url,
      url,
      title: headline,
      content_text: body === "" ? headline : body,
      date_published: publishedAt,
      ...(correctedAt === undefined ? {} : { date_modified: correctedAt }),
      tags: [kind],
      language,
    })),
  });
}
