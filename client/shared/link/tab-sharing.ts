/** When a page shares its connection with the other tabs: once it has been live for a while, until it is not. */
import type { Frame } from "../../../server/contract/feed.ts";
import type { Connection } from "./connection-state.ts";
import type { OpenLink } from "./link.ts";
import type { Page } from "./page.ts";
import type { TabShell, Tabs } from "./tab-link.ts";

/** And as much again by chance. */
const SHARE_AFTER_MS = 5_000;

export interface TabSharing {
  /** The connection as it is now. */
  follow(connection: Connection): void;
  pass(frame: Frame): void;
  stop(): void;
  /** Undefined until there was another tab to follow. */
  openLink(): OpenLink | undefined;
}

export const noSharing: TabSharing = { follow() {}, pass() {}, stop() {}, openLink: () => undefined };

export function createTabSharing(page: Page, shell: TabShell): TabSharing {
  let tabs: Tabs | undefined;
  let cancel: (() => void) | undefined;

  async function look(): Promise<void> {
    try {
      tabs ??= await page.joinTabs(shell);
      tabs?.look();
    } catch {
      // Its code could not be fetched, or the browser forbids it: alone, as ever.
    }
  }

  function stop(): void {
    cancel?.();
    cancel = undefined;
    tabs?.leave();
  }

  return {
    follow: ({ phase, follows }) => {
      if (phase !== "live") stop();
      else if (!follows) cancel ??= page.after(SHARE_AFTER_MS * (1 + page.random()), look);
    },
    pass: (frame) => tabs?.pass(frame),
    stop,
    openLink: () => tabs?.openLink,
  };
}
