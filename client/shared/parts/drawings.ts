/** About twenty drawings on a grid of 20. */
import type { Kind } from "../../../server/contract/announcement.ts";

export const drawings = {
  fanfare: "M3 10h14M3 10 16.5 3.5M3 10l13.5 6.5",
  "session-start": "M6.5 4.2v11.6L15.5 10z",
  release: "M5 2.8h6.5L15.5 7v10.2H5zM11.3 3v4.3h4.2M7.5 11h5M7.5 13.8h5",
  result: "M2.8 16.8v-5.3h4.7v5.3M7.5 16.8V5.5h5v11.3M12.5 16.8V9h4.7v7.8M2 16.8h16",
  "programme-change": "M3 7h12.5M12.5 3.8 15.8 7l-3.3 3.2M17 13.2H4.5M7.5 10.2 4.2 13.2l3.3 3.2",
  notice: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 1 0 0-14.4M10 9.2v4.4M10 6.2v.2",
  urgent: "M10 2.8 18 16.8H2zM10 8v4.2M10 14.4v.2",
  pin: "M7 3h6l-.7 5 2.7 2.8H5L7.7 8zM10 10.8v6.4",
  place:
    "M10 17.5s5.5-5.2 5.5-9.3a5.5 5.5 0 0 0-11 0c0 4.1 5.5 9.3 5.5 9.3zM10 6.3a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 1 0 0-3.8",
  screen: "M2.5 4h15v10h-15zM7 17h6",
  arrow: "M4 10h12M11.5 5.5 16 10l-4.5 4.5",
  up: "M10 16V4.5M5.5 9 10 4.5 14.5 9",
  tick: "m4 10.5 4 4 8-9",
  star: "m10 2.8 2.2 4.5 5 .7-3.6 3.5.9 4.9L10 14.1l-4.5 2.3.9-4.9L2.8 8l5-.7z",
  share: "M10 12.5V3M6.5 6.3 10 2.800l3.5 3.5M6 9H4v8h12V9h-2",
  programme: "M3.5 5h13v12h-13zM3.5 8.8h13M7 2.8v4M13 2.8v4M7 12.3h6",
  search: "M8.8 3.5a5.3 5.3 0 1 0 0 10.6 5.3 5.3 0 1 0 0-10.6M12.8 12.8 17 17",
  settings: "M3 6h8M15 6h2M3 14h2M9 14h8M13 3.8v4.4M7 11.8v4.4",
  pause: "M7 4.5v11M13 4.5v11",
  lock: "M4.5 9h11v8h-11zM6.8 9V6.5a3.2 3.2 0 0 1 6.4 0V9",
  clock: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 1 0 0-14.4M10 5.8V10l2.8 2",
  undo: "M7 4 3.5 7.5 7 11M3.8 7.5h7.7a4.5 4.5 0 0 1 0 9H7",
  unplugged:
    "M3 3l14 14M5.8 12.2a6 6 0 0 1 2.6-1.5M3 9a10.5 10.5 0 0 1 3.6-2.200M9.8 5.8A10.5 10.5 0 0 1 17 9M12.5 11.2l1.7 1M10 15.3v.2",
} as const satisfies Record<Kind, string> & Record<string, string>;
