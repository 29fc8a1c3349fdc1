/** Atom (RFC 4287). Everything in it is text, so what looks like markup is shown as it was written. */
import type { Kind } from "../contract/announcement.ts";

/** What a feed reader is told, in one language. */
export interface SyndicatedFeed {
  /** What links start with. */
  readonly base: string;
  readonly language: string;
  readonly title: string;
  readonly emptyUpdatedAt: string;
  /** Newest first. */
  readonly items: readonly SyndicatedItem[];
}

export interface SyndicatedItem {
  readonly url: string;
  readonly kind: Kind;
  readonly headline: string;
  readonly body: string;
  readonly publishedAt: string;
  readonly correctedAt?: string;
}

export function toAtom({ base, language, title, emptyUpdatedAt, items }: SyndicatedFeed): string {
  const updated = items.map(updatedAt).reduce((a, b) => (a > b ? a : b), "") || emptyUpdatedAt;
  return `${[
    `<?xml version="1.0" encoding="utf-8"?>`,
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(language)}">`,
    `  <id>${xml(`${base}/`)}</id>`,
    `  <title>${xml(title)}</title>`,
    `  <updated>${updated}</updated>`,
    `  <author><name>${xml(title)}</name></author>`,
    `  <link rel="alternate" type="text/html" href="${xml(`${base}/`)}"/>`,
    `  <link rel="self" type="application/atom+xml" href="${xml(`${base}/feed.atom`)}"/>`,
    ...items.flatMap(entryLines),
    `</feed>`,
  ].join("\n")}\n`;
}

const updatedAt = ({ publishedAt, correctedAt }: SyndicatedItem): string => correctedAt ?? publishedAt;

function entryLines(item: SyndicatedItem): string[] {
  const { url, kind, headline, body, publishedAt } = item;
  return [
    `  <entry>`,
    `    <id>${xml(url)}</id>`,
    `    <title type="text">${xml(headline)}</title>`,
    `    <link rel="alternate" type="text/html" href="${xml(url)}"/>`,
    `    <published>${publishedAt}</published>`,
    `    <updated>${updatedAt(item)}</updated>`,
    `    <category term="${kind}"/>`,
    `    <content type="text">${xml(body === "" ? headline : body)}</content>`,
    `  </entry>`,
  ];
}

/** Code points that XML 1.0 cannot hold at all, escaped or not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const xml = (text: string): string =>
  text.replace(NOT_XML, "\ufffd").replace(/[&<>"']/g, (char) => ENTITIES[char]!);
