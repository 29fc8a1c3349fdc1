/** What of the running order is shown: the tab, the filters, the words looked for. Pure. */
import type { Kind } from "../../../server/contract/announcement.ts";
import type { DeskAnnouncement, State } from "../../../server/contract/desk-announcement.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { foldText } from "../../../server/core/visible.ts";
import { type DeskItem, isSealed } from "./running-order.ts";

export const tabs = ["timetable", "drafts", "submitted", "sent", "discarded"] as const;
export type Tab = (typeof tabs)[number];

/** An empty string asks for nothing. */
export interface OrderView {
  readonly tab: Tab;
  readonly text: string;
  readonly state: State | "";
  readonly kind: Kind | "";
  readonly hall: string;
  readonly author: string;
  /** Whether the sessions of the programme stand among the announcements. */
  readonly hasSessions: boolean;
}

export const wholeOrder: OrderView = {
  tab: "timetable",
  text: "",
  state: "",
  kind: "",
  hall: "",
  author: "",
  hasSessions: true,
};

export const isFiltering = ({ text, state, kind, hall, author }: OrderView): boolean =>
  [text.trim(), state, kind, hall, author].some((asked) => asked !== "");

/** How many of the selects ask for something: said on the button behind which they are. */
export const askedBehind = ({ state, kind, hall, author }: OrderView): number =>
  [state, kind, hall, author].filter((asked) => asked !== "").length;

export const unfiltered = ({ tab, hasSessions }: OrderView): OrderView => ({
  ...wholeOrder,
  tab,
  hasSessions,
});

/** Of what is written about a session, in whichever way it is tied to it. */
export const sessionOf = (item: DeskAnnouncement): string | undefined =>
  item.sessionId ?? item.origin?.sessionId ?? item.follows?.sessionId;

const folded = new WeakMap<object, string>();

/** Everything that can be read of it, in every language. What is sealed is found by nothing. */
function wordsOf(item: DeskItem): string {
  if (isSealed(item)) return "";
  let words = folded.get(item);
  if (words === undefined) {
    const said = Object.values(item.text).flatMap(({ headline, body }) => [headline, body]);
    words = foldText([...said, item.createdBy, item.reason ?? "", detailWords(item)].join("\n"));
    folded.set(item, words);
  }
  return words;
}

/** The names on a podium, the publisher of a release: whatever text the details hold. */
const detailWords = ({ details }: DeskAnnouncement): string =>
  details === undefined
    ? ""
    : [...JSON.stringify(details).matchAll(/:"([^"]*)"/g)].map(([, text]) => text).join("\n");

function sessionWords(session: Session): string {
  let words = folded.get(session);
  if (words === undefined) {
    words = foldText(
      [...Object.values(session.title), ...session.speakers.map(({ name }) => name)].join("\n"),
    );
    folded.set(session, words);
  }
  return words;
}

const wanted = (text: string): string[] => foldText(text).split(/\s+/).filter(Boolean);

/** Every word must be there, in any order: "final lantern" finds "Team Lantern wins the final". */
export const holdsAll = (words: string, asked: readonly string[]): boolean =>
  asked.every((word) => words.includes(word));

export function matcher(
  view: OrderView,
  hallOf: (sessionId: string) => string | undefined,
): (item: DeskItem) => boolean {
  const asked = wanted(view.text);
  return (item) => {
    if (view.state !== "" && item.state !== view.state) return false;
    if (view.kind !== "" && item.kind !== view.kind) return false;
    if (view.author !== "" && (isSealed(item) || item.createdBy !== view.author)) return false;
    if (view.hall !== "" && (isSealed(item) || hallOf(sessionOf(item) ?? "") !== view.hall)) return false;
    return asked.length === 0 || holdsAll(wordsOf(item), asked);
  };
}

/** Sessions have a hall and words; whoever asks for a state, a kind or an author does not ask for them. */
export function sessionMatcher(view: OrderView): (session: Session) => boolean {
  if (!view.hasSessions || view.state !== "" || view.kind !== "" || view.author !== "") return () => false;
  const asked = wanted(view.text);
  return (session) =>
    (view.hall === "" || session.hall === view.hall) &&
    (asked.length === 0 || holdsAll(sessionWords(session), asked));
}

/** What was kept in this window; whatever of it cannot be read is as if it had never been asked. */
export function readView(kept: string | null): OrderView {
  try {
    const read = { ...wholeOrder, ...(JSON.parse(kept ?? "{}") as Partial<OrderView>) };
    const isWhole = Object.entries(wholeOrder).every(
      ([name, value]) => typeof read[name as keyof OrderView] === typeof value,
    );
    return isWhole && tabs.includes(read.tab) ? read : wholeOrder;
  } catch {
    return wholeOrder;
  }
}
