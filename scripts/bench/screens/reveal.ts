/**
 * A podium's reveal on two screens: two browsers, each a process of its own, one of them on a device whose clock is
 * wrong by a day. When each has it on its screen is taken from the machine's own clock, in the frame after the one
 * that drew it: the same clock for both, and neither knows it. Both have a hundred other announcements to show.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { type BrowserGround, inBrowser } from "../in-browser.ts";
import type { PartResults } from "../measured-part.ts";
import type { StartGround } from "../npm-start.ts";
import { never } from "../results.ts";
import { percentile } from "../statistics.ts";
import type { System } from "../system.ts";
import { askDesk, openScreen } from "./paired.ts";

const REVEALS = 20;
/** From publication to the reveal, and until both have drawn it. */
const REVEAL_MS = 1_500;
const DRAWN_MS = 1_000;

/** Its clock is a day ahead. */
const WRONG_CLOCK = `(() => {
  const RealDate = Date;
  const ahead = 86_400_000;
  globalThis.Date = class extends RealDate {
    constructor(...given) { if (given.length > 0) super(...given); else super(RealDate.now() + ahead); }
    static now() { return RealDate.now() + ahead; }
  };
})()`;

/** Notes when a podium has been drawn, by the machine's clock. */
const PROBE = `(() => {
  globalThis.drawn = {};
  const look = () => {
    const id = document.querySelector(".honours")?.dataset.announcementId;
    if (id === undefined || id in drawn) return;
    drawn[id] = undefined;
    requestAnimationFrame(() => { drawn[id] = performance.timeOrigin + performance.now(); });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
})()`;

const podium = [1, 2, 3].map((place) => ({ place, name: `Team ${place}` }));

export const reveal = (ground: StartGround): PartResults => inBrowser(ground, "reveal", "none", reveals);

async function reveals({ system, signal, launch }: BrowserGround): PartResults {
  const screens = await Promise.all(
    ["", WRONG_CLOCK].map(async (clock, at) =>
      openScreen(await launch(), system, `Screen ${at + 1}`, `${clock};${PROBE}`),
    ),
  );
  const skews: number[] = [];
  const lates: number[] = [];
  for (let round = 0; round < REVEALS; round += 1) {
    const { id, revealAtMs } = await published(system);
    await pause(REVEAL_MS + DRAWN_MS, undefined, { signal });
    const drawn = await Promise.all(screens.map((page) => drawnAt(page, id)));
    const late = drawn.map((at) => at - revealAtMs);
    skews.push(Math.abs(late[0]! - late[1]!));
    lates.push(...late);
    // It would stand for its whole time otherwise, and hold up the next.
    await askDesk(system, `/announcements/${id}/withdraw`, { reason: "measured" });
  }
  return [
    {
      what: `podium, two screens, ${REVEALS} reveals: apart at most`,
      unit: "ms",
      goal: { atMost: 100, judge: "worst" },
      runs: [Math.max(...skews)],
      note: `p50 ${percentile(skews, 0.5).toFixed(1)}`,
    },
    { what: "the same: revealed → drawn, p50", unit: "ms", runs: [percentile(lates, 0.5)] },
    { what: "the same: p99", unit: "ms", runs: [percentile(lates, 0.99)] },
    {
      what: "the same: ahead of its time",
      unit: "",
      goal: never,
      runs: [lates.filter((ms) => ms < 0).length],
    },
  ];
}

async function published(system: System): Promise<{ id: string; revealAtMs: number }> {
  const { id } = await askDesk(system, "/announcements", {
    kind: "result",
    key: true,
    text: { en: { headline: "The final" } },
    details: { podium },
    publishAt: "now",
  });
  const answer = await fetch(`http://127.0.0.1:${system.port}/api/v1/announcements/${id}`);
  const { revealAt } = (await answer.json()) as { revealAt: string };
  return { id, revealAtMs: Date.parse(revealAt) };
}

async function drawnAt(page: Page, id: string): Promise<number> {
  const at = await page.evaluate<number | undefined>(`drawn[${JSON.stringify(id)}]`);
  if (at === undefined) throw new Error("a screen has not drawn the podium");
  return at;
}
