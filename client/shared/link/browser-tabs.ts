/** What a browser has for its tabs: a channel, and a lock that one of them holds. Loaded when needed. */
import { joinTabs, type TabPlace, type TabShell, type Tabs } from "./tab-link.ts";

/** Of this form of messages: tabs of another build with another form do not hear each other. */
const NAME = "fanfare.feed.1";

const place: TabPlace = {
  open: () => new BroadcastChannel(NAME),
  lead: (granted) => navigator.locks.request(NAME, { steal: true }, granted),
};

export const joinBrowserTabs = (shell: TabShell): Tabs | undefined =>
  "locks" in navigator && "BroadcastChannel" in globalThis ? joinTabs(place, shell) : undefined;
