/**
 * Atom (RFC 4287), with what was withdrawn as deleted entries (RFC 6721), so that a reader that keeps what it
 * once had lets go of it. Everything in it is text, so what looks like markup is shown as it was written.
 */
import type { SyndicatedFeed, SyndicatedItem, SyndicatedWithdrawal } from "./syndicated.ts";

export function toAtom({ id, homeUrl, feedUrl, language, title, ...feed }: SyndicatedFeed): string {
  const { updatedAt, items, withdrawn } = feed;
  return `${[
    `<?xml version="1.0" encoding="utf-8"?>`,
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="${xml(language)}">`,
    `  <id>${xml(id)}</id>`,
    `  <title type="text">${xml(title)}</title>`,
    `  <updated>${updatedAt}</updated>`,
    `  <author><name>${xml(title)}</name><uri>${xml(homeUrl)}</uri></author>`,
    `  <link rel="alternate" type="text/html" href="${xml(homeUrl)}"/>`,
    `  <link rel="self" type="application/atom+xml" href="${xml(feedUrl)}"/>`,
    ...items.flatMap((item) => entryLines(item, language)),
    ...withdrawn.flatMap(deletedLines),
    `</feed>`,
  ].join("\n")}\n`;
}

function entryLines(item: SyndicatedItem, feedLanguage: string): string[] {
  const language = item.language === feedLanguage ? "" : ` xml:lang="${xml(item.language)}"`;
  return [
    `  <entry${language}>`,
    `    <id>${xml(item.id)}</id>`,
    `    <title type="text">${xml(item.headline)}</title>`,
    `    <link rel="alternate" type="text/html" href="${xml(item.url)}"/>`,
    ...(item.documentUrl === undefined ? [] : [`    <link rel="related" href="${xml(item.documentUrl)}"/>`]),
    `    <published>${item.publishedAt}</published>`,
    `    <updated>${item.updatedAt}</updated>`,
    `    <category term="${item.kind}"/>`,
    ...item.tracks.map((track) => `    <category term="${xml(track.id)}" label="${xml(track.name)}"/>`),
    `    <content type="text">${xml(item.content)}</content>`,
    `  </entry>`,
  ];
}

const deletedLines = ({ id, withdrawnAt, reason }: SyndicatedWithdrawal): string[] => [
  `  <at:deleted-entry ref="${xml(id)}" when="${withdrawnAt}">`,
  `    <at:comment type="text">${xml(reason)}</at:comment>`,
  `  </at:deleted-entry>`,
];

/** Code points that XML 1.0 cannot hold at all, escaped or not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // A parser would make another of each: a space in an attribute, a line feed in text.
  "\r": "&#13;",
};

const xml = (text: string): string =>
  text.replace(NOT_XML, "\ufffd").replace(/[&<>"'\r]/g, (char) => ENTITIES[char]!);
