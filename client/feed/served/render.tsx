/**
 * The feed's pages as HTML, by the very components that the browser takes over. Built for the server, which
 * calls it at once for a reader after another: nothing here may wait.
 */
import { renderToString } from "preact-render-to-string";
import type {
  NoticeName,
  PageRenderer,
  PageSite,
  PageStart,
  RenderedPage,
} from "../../../server/contract/page-start.ts";
import { Sprite } from "../../shared/parts/sprite.tsx";
import { directionOf } from "../../shared/words/languages.ts";
import { dataOf } from "../../shared/words/phrases.ts";
import { speak } from "../../shared/words/words.ts";
import { words as ar } from "../../shared/words/words-ar.ts";
import { words as en, type InterfaceWords } from "../../shared/words/words-en.ts";
import { words as es } from "../../shared/words/words-es.ts";
import { words as fr } from "../../shared/words/words-fr.ts";
import { words as ru } from "../../shared/words/words-ru.ts";
import { words as zh } from "../../shared/words/words-zh.ts";
import { BoardView } from "../board/board-view.tsx";
import { UrgentAlerts } from "../cards/urgent-alerts.tsx";
import { EmbedPage } from "../embed/embed-page.tsx";
import { createEmbedStore } from "../embed/embed-store.ts";
import { FeedPage } from "../feed-page.tsx";
import { createFeedStore } from "../feed-store.ts";
import { Moments, Rail } from "../frame/rail.tsx";
import { RehearsalStrip } from "../frame/rehearsal-strip.tsx";
import { Tools } from "../frame/tools.tsx";
import { haveAtHand } from "../later.tsx";
import { Linked } from "../stream/linked.tsx";
import { Older } from "../stream/older.tsx";
import { OlderLink } from "../stream/older-link.tsx";
import { Head, NoticeHead } from "./head.tsx";
import { Notice } from "./notice.tsx";

haveAtHand({
  alerts: UrgentAlerts,
  strip: RehearsalStrip,
  linked: Linked,
  rail: Rail,
  tools: Tools,
  moments: Moments,
  older: ({ store }) => (
    <>
      <Older store={store} />
      <OlderLink store={store} />
    </>
  ),
  board: BoardView,
  leadBoard: ({ store }) => <BoardView store={store} lead />,
});

const spoken: Readonly<Record<string, InterfaceWords>> = { en, zh, fr, es, ru, ar };

const sprite = renderToString(<Sprite />);
/** JSON that no HTML parser takes for anything else. */
const wordsOf = (language: string): string =>
  JSON.stringify(dataOf(spoken[language] ?? en)).replaceAll("<", "\\u003c");

function render(start: PageStart, site: PageSite): RenderedPage {
  const { language } = start;
  speak(spoken[language] ?? en, language);
  const page =
    start.page === "embed" ? (
      <EmbedPage store={createEmbedStore(start)} />
    ) : (
      <FeedPage store={createFeedStore(start)} />
    );
  return {
    language,
    direction: directionOf(language),
    head: renderToString(<Head start={start} site={site} />),
    app: renderToString(page),
    after: `${sprite}<script type="application/json" id="words">${wordsOf(language)}</script>`,
  };
}

const renderNotice = (notice: NoticeName, language: string): RenderedPage => ({
  language,
  direction: directionOf(language),
  head: renderToString(<NoticeHead notice={notice} language={language} />),
  app: renderToString(<Notice notice={notice} language={language} />),
  after: sprite,
});

export const renderer: PageRenderer = { languages: Object.keys(spoken), render, renderNotice };
