/** What a page says of itself to browsers and to other programs. Rendered by the server alone. */
import type { PageSite, PageStart } from "../../server/contract/page-start.ts";
import { sayIn } from "../shared/languages.ts";

export function Head({ start, site }: { start: PageStart; site: PageSite }) {
  const name = sayIn(start.event.name, start.language, start.event.languages).text;
  return (
    <>
      <title>{name === "" ? "Fanfare" : `${name} · Fanfare`}</title>
      <link rel="canonical" href={`${site.base}/`} />
      <link rel="alternate" href="/feed.json" type="application/feed+json" />
      <link rel="alternate" href="/feed.atom" type="application/atom+xml" />
      {site.preloads.map((href) => (
        <link key={href} rel="modulepreload" href={href} />
      ))}
    </>
  );
}
