/** The feed: what everybody reads, in the halls and at home. The server has drawn it already; this takes it over. */
import { hydrate } from "preact";
import { startTheme } from "../shared/theme.ts";
import { readIn } from "../shared/words.ts";
import { FeedPage } from "./feed-page.tsx";
import { createFeedStore } from "./feed-store.ts";
import { readStart } from "./start.ts";

startTheme();
const start = readStart(document);
const store = createFeedStore(start);
await readIn(start.language);
hydrate(<FeedPage store={store} />, document.querySelector("#app")!);
store.start();
