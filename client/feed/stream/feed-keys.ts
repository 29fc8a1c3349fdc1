/** The keys by which screen readers and keyboards step through a feed (ARIA practices, feed pattern). */
const STOPS = "a[href], button:not(:disabled), select, input, summary, [tabindex]";

export function step(feed: HTMLElement, key: string): void {
  if (key === "Home" || key === "End") {
    leave(feed, key === "End");
    return;
  }
  const article = document.activeElement?.closest("article");
  const articles = [...feed.querySelectorAll<HTMLElement>("article")];
  if (article == null) return;
  articles[articles.indexOf(article as HTMLElement) + (key === "PageDown" ? 1 : -1)]?.focus();
}

/** To the first stop after the feed, or to the last before it. */
function leave(feed: HTMLElement, isForward: boolean): void {
  const wanted = isForward ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const stops = [...document.querySelectorAll<HTMLElement>(STOPS)].filter(
    (stop) =>
      !feed.contains(stop) && feed.compareDocumentPosition(stop) & wanted && stop.getClientRects().length > 0,
  );
  stops.at(isForward ? 0 : -1)?.focus();
}
