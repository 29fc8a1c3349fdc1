/** Everything of the runbook, in the order of the page. */
import type { RunbookEntry, RunbookPart } from "./entry.ts";
import { schedulePart } from "./schedule-entries.ts";
import { readersPart, serverPart } from "./server-entries.ts";
import { storePart } from "./store-entries.ts";

const gone: RunbookEntry = {
  codes: ["kiosk_gone"],
  title: "A screen has not been heard of",
  means: "For two minutes, while the house is open: its power, its network or its browser is gone.",
  meanwhile: "It shows the last that it had, with its age, and nothing that has expired; or nothing at all.",
  steps: [
    { do: "Which one, and where? At the desk, under Screens." },
    { do: "Look at its power and its network on the spot. It comes back by itself." },
    { do: "Its device answers: what does it say?", type: "ssh SCREEN journalctl -u fanfare-kiosk -n 50" },
  ],
  over: "the desk shows it as connected.",
};

const cloned: RunbookEntry = {
  codes: ["kiosk_cloned"],
  title: "Two screens came as one",
  means:
    "The token of a screen is used by two devices (a disk was copied, or a token was stolen). Both were stopped.",
  meanwhile: "Both show what everybody may read, and a code.",
  steps: [
    { do: "At the desk, under Screens: pair the right one again, in the place of the one that was stopped." },
    {
      do: "Find the other device. If nobody knows it, its token may have been stolen: it opens nothing any more.",
    },
  ],
  over: "the right one is connected, and the alarm is gone.",
};

export const runbook: readonly RunbookPart[] = [
  storePart,
  schedulePart,
  serverPart,
  readersPart,
  { title: "Screens", entries: [gone, cloned] },
];

export const runbookEntries: readonly RunbookEntry[] = runbook.flatMap(({ entries }) => entries);

/** Everything that it has an anchor for. */
export const runbookCodes: ReadonlySet<string> = new Set(runbookEntries.flatMap(({ codes }) => codes));
