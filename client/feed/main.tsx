/** The feed: what everybody reads, in the halls and at home. */
import { render } from "preact";
import { startTheme } from "../shared/theme.ts";
import { preferredLanguage, readIn } from "../shared/words.ts";
import { FeedPage } from "./feed-page.tsx";
import { createFeedStore } from "./feed-store.ts";

startTheme();
const store = createFeedStore();
store.start();
await readIn(preferredLanguage());
render(<FeedPage store={store} />, document.querySelector("#app")!);
