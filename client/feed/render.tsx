/**
 * The feed's pages as HTML, by the very components that the browser takes over. Built for the server, which
 * calls it at once for a reader after another: nothing here may wait.
 */
import { renderToString } from "preact-render-to-string";
import type { PageRenderer, PageSite, PageStart, RenderedPage } from "../../server/contract/page-start.ts";
import { directionOf } from "../shared/languages.ts";
import { speak } from "../shared/words.ts";
import { words as en, type InterfaceWords } from "../shared/words-en.ts";
import { words as fr } from "../shared/words-fr.ts";
import { words as zh } from "../shared/words-zh.ts";
import { FeedPage } from "./feed-page.tsx";
import { createFeedStore } from "./feed-store.ts";
import { Head } from "./head.tsx";

const spoken: Readonly<Record<string, InterfaceWords>> = { en, zh, fr };

function render(start: PageStart, site: PageSite): RenderedPage {
  const { language } = start;
  speak(spoken[language] ?? en, language);
  const store = createFeedStore(start);
  return {
    language,
    direction: directionOf(language),
    head: renderToString(<Head start={start} site={site} />),
    app: renderToString(<FeedPage store={store} />),
  };
}

export const renderer: PageRenderer = { languages: Object.keys(spoken), render };
