/** What a page says of itself to browsers and to other programs. Rendered by the server alone. */
import type { Announcement } from "../../../server/contract/announcement.ts";
import type { NoticeName, PageSite, PageStart } from "../../../server/contract/page-start.ts";
import { isWithdrawn } from "../../../server/core/feed-state.ts";
import { sayIn, textIn } from "../../shared/words/languages.ts";
import { interfaceLanguages } from "../../shared/words/words.ts";
import { liveBlogOf, shortened } from "./live-blog.ts";
import { servedWords } from "./words-served.ts";

const DESCRIPTION_LENGTH = 200;
const RELOAD_AFTER_S = 5;

interface About {
  readonly title: string;
  readonly description: string;
  /** Where the page is about one announcement that is public. */
  readonly linked?: Announcement;
}

function aboutOf(start: PageStart): About {
  const { event, language, announcements, announcementId } = start;
  const name = sayIn(event.name, language, event.languages).text;
  const title = name === "" ? "Fanfare" : `${name} · Fanfare`;
  const said = servedWords(language);
  const item = announcements.find(({ id }) => id === announcementId);
  if (item === undefined) return { title, description: said.about(name || "Fanfare") };
  if (isWithdrawn(item)) return { title: `${said.withdrawn} · ${name}`, description: item.reason };
  const { headline, body } = textIn(item, language, event.languages);
  return {
    title: `${headline} · ${name}`,
    description: shortened(body || headline, DESCRIPTION_LENGTH),
    linked: item,
  };
}

export function Head({ start, site }: { start: PageStart; site: PageSite }) {
  const { title, description, linked } = aboutOf(start);
  const path = start.announcementId === undefined ? "/" : `/a/${start.announcementId}`;
  const bare = site.base + path;
  const inLanguage = (tag: string): string => `${bare}?lang=${tag}`;
  const address = site.isLanguageAsked ? inLanguage(start.language) : bare;
  const isListed = start.page === "feed" || linked !== undefined;
  return (
    <>
      <title>{title}</title>
      <meta name="description" content={description} />
      {start.page === "embed" && <base target="_blank" />}
      {site.styles.map((href) => (
        <link key={href} rel="stylesheet" href={href} />
      ))}
      {site.preloads.map((href) => (
        <link key={href} rel="modulepreload" href={href} />
      ))}
      <meta name="theme-color" content="#fbfdfe" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#0e141c" media="(prefers-color-scheme: dark)" />
      <link rel="manifest" href="/manifest.webmanifest" />
      <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
      <link rel="canonical" href={address} />
      {isListed ? (
        <>
          {interfaceLanguages.map((tag) => (
            <link key={tag} rel="alternate" hreflang={tag} href={inLanguage(tag)} />
          ))}
          <link rel="alternate" hreflang="x-default" href={bare} />
        </>
      ) : (
        <meta name="robots" content="noindex" />
      )}
      <link rel="alternate" href="/feed.json" type="application/feed+json" />
      <link rel="alternate" href="/feed.atom" type="application/atom+xml" />
      <meta property="og:type" content={linked === undefined ? "website" : "article"} />
      <meta property="og:site_name" content="Fanfare" />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={address} />
      <meta property="og:image" content={`${site.base}/icon-512.png`} />
      <meta name="twitter:card" content="summary" />
      {isListed && <DataBlock value={liveBlogOf(start, site.base, linked)} />}
    </>
  );
}

/** JSON that no HTML parser takes for anything else. */
const DataBlock = ({ value }: { value: object }) => (
  <script
    type="application/ld+json"
    dangerouslySetInnerHTML={{ __html: JSON.stringify(value).replaceAll("<", "\\u003c") }}
  />
);

export function NoticeHead({ notice, language }: { notice: NoticeName; language: string }) {
  return (
    <>
      <title>{`${servedWords(language)[notice]} · Fanfare`}</title>
      <meta name="robots" content="noindex" />
      {notice === "loading" && <meta http-equiv="refresh" content={String(RELOAD_AFTER_S)} />}
    </>
  );
}
