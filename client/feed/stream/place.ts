/** Where the reader is in the stream, kept over a reload of the page: the article at the top of what they see. */
import type { Reading } from "./reading.ts";

const NAME = "fanfare.place";
const ATTEMPTS = 20;

interface Place {
  readonly id: string;
  readonly top: number;
}

export function keepPlace(): void {
  const articles = [...document.querySelectorAll<HTMLElement>("article[data-announcement-id]")];
  const article = articles.find((each) => each.getBoundingClientRect().bottom > 0);
  if (article === undefined || scrollY === 0) return;
  const place: Place = { id: article.id, top: article.getBoundingClientRect().top };
  try {
    sessionStorage.setItem(NAME, JSON.stringify(place));
    // It also says that there is a place to go back to.
    history.scrollRestoration = "manual";
  } catch {
    // Then the browser does what it can.
  }
}

/** Draws further down until the article is there. */
export async function goBack({ grow }: Pick<Reading, "grow">): Promise<void> {
  history.scrollRestoration = "auto";
  const { id, top } = JSON.parse(sessionStorage.getItem(NAME) ?? "{}") as Partial<Place>;
  sessionStorage.removeItem(NAME);
  for (let attempt = 0; id !== undefined && attempt < ATTEMPTS; attempt++) {
    const article = document.getElementById(id);
    if (article !== null)
      return scrollBy({ top: article.getBoundingClientRect().top - top!, behavior: "instant" });
    grow();
    await new Promise(requestAnimationFrame);
  }
}
