import { plural } from "../../shared/words/plural.ts";

/** What the page's own words do not say. */
export const words = {
  calendar: "Add to calendar",
  subscribe: "Subscribe to the calendar",
  found: plural("en", { one: "# found", other: "# found" }),
  appearance: "Appearance",
  looks: { auto: "As the device", light: "Light", dark: "Dark" },
  notifications: "Notifications",
  push: {
    why: "Choose what to be told of while this page is closed. The browser will ask you too. Urgent notices always come.",
    start: "Notify me on this device",
    stop: "Stop notifications",
    failed: "That did not work. Try again.",
    denied: "Your browser blocks notifications from this page. Its settings can allow them.",
    unsupported: "This browser cannot show notifications.",
  },
  install: "Install on this device",
  byHand: "On an iPhone or iPad: Share, then Add to Home Screen.",
  keptHere: "Kept on this device",
  keptNames: {
    attendance: "How you attend",
    event: "The event: halls and tracks",
    feed: "A copy of the feed",
    files: "The page and the programme, for when there is no network",
    filters: "What you chose to see in this tab",
    language: "Your language",
    push: "What to notify you of",
    renewedAt: "When the page last renewed itself",
    seen: "How far you have read",
    starred: "The sessions you follow",
    theme: "Appearance",
  },
  forgetAll: "Forget everything on this device",
  keptThere: "Kept on the server",
  nothingThere: "Nothing. There are no accounts.",
  keptAddress: (service: string, since: string) =>
    `An address at ${service}, your language and the choices above, since ${since}. No name, no account.`,
  deleteThere: "Delete it",
};

type Phrase<T> = T extends (...args: infer A) => string
  ? (...args: A) => string
  : T extends object
    ? { readonly [Name in keyof T]: string }
    : string;
/** What every language must say. */
export type ViewWords = { readonly [Name in keyof typeof words]: Phrase<(typeof words)[Name]> };
