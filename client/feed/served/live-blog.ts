/** The feed as search engines read it: a LiveBlogPosting of schema.org. */
import type { Announcement } from "../../../server/contract/announcement.ts";
import type { PageStart } from "../../../server/contract/page-start.ts";
import { isWithdrawn } from "../../../server/core/feed-state.ts";
import { isOnFeed } from "../../shared/view-model.ts";
import { sayIn, textIn } from "../../shared/words/languages.ts";

/** On the feed itself a taste is enough: everything that is said here is on the page again. */
const UPDATES = 3;
const BODY_LENGTH = 120;

/** `linked` is what the page is about; absent on the feed itself, whose newest then stand for it. */
export function liveBlogOf(start: PageStart, base: string, linked?: Announcement): object {
  const { event, language } = start;
  const say = (words: Readonly<Record<string, string>>): string =>
    sayIn(words, language, event.languages).text;
  const living = start.announcements.filter(
    (item): item is Announcement => !isWithdrawn(item) && isOnFeed(item),
  );
  const updates = linked === undefined ? living.slice(0, UPDATES) : [linked];
  const newest = updates[0];
  const name = say(event.name);
  return {
    "@context": "https://schema.org",
    "@type": "LiveBlogPosting",
    headline: name,
    url: `${base}/`,
    inLanguage: language,
    coverageStartTime: event.startsAt,
    coverageEndTime: event.endsAt,
    datePublished: event.startsAt,
    ...(newest === undefined ? {} : { dateModified: changedAt(newest) }),
    about: { "@type": "Event", name, startDate: event.startsAt, endDate: event.endsAt },
    liveBlogUpdate: updates.map((item) => posting(item, start, base, linked === undefined)),
  };
}

function posting(item: Announcement, { event, language }: PageStart, base: string, isTaste: boolean): object {
  const { headline, body, language: inLanguage } = textIn(item, language, event.languages);
  const text = body === "" ? headline : body;
  return {
    "@type": "BlogPosting",
    headline,
    articleBody: isTaste ? shortened(text, BODY_LENGTH) : text,
    datePublished: item.publishedAt,
    dateModified: changedAt(item),
    url: `${base}/a/${item.id}`,
    inLanguage,
  };
}

const changedAt = ({ publishedAt, correctedAt }: Announcement): string => correctedAt ?? publishedAt;

/** By characters as they are seen as far as code points tell, with a mark where something is missing. */
export function shortened(text: string, length: number): string {
  const characters = [...text.replaceAll(/\s+/g, " ").trim()];
  return characters.length <= length
    ? characters.join("")
    : `${characters
        .slice(0, length - 1)
        .join("")
        .trimEnd()}…`;
}
