/** What the core's own words do not say: most words of the views are theirs. */
export const words = {
  calendar: "Add to calendar",
  subscribe: "Subscribe to the calendar",
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
  forgetAll: "Forget all on this device",
  keptThere: "Kept on the server",
  nothingThere: "Nothing. There are no accounts.",
  keptAddress: (service: string, since: string) =>
    `An address at ${service}, your language and the wishes above, since ${since}. No name, no account.`,
  deleteThere: "Delete it",
};

type Phrase<T> = T extends (...args: infer A) => string
  ? (...args: A) => string
  : T extends object
    ? { readonly [Name in keyof T]: string }
    : string;
/** What every language must say. */
export type ViewWords = { readonly [Name in keyof typeof words]: Phrase<(typeof words)[Name]> };
