/** Which states can be asked for in a tab: asking for what is never there would be a riddle. Pure. */
import type { State } from "../../../server/contract/desk-announcement.ts";
import type { Tab } from "./order-filter.ts";

const ofTab: Readonly<Record<Tab, readonly State[]>> = {
  timetable: [
    "draft",
    "submitted",
    "approved",
    "scheduled",
    "overdue",
    "published",
    "corrected",
    "withdrawn",
  ],
  drafts: ["draft"],
  submitted: ["submitted"],
  sent: ["published", "corrected", "withdrawn"],
  discarded: ["discarded"],
};

export const stateNames = (tab: Tab): readonly State[] => ofTab[tab];
