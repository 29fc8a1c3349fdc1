/** What the feed weighs over the wire until its first live announcement, and all that it may ever load. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Browser } from "@playwright/test";
import { BenchDesk } from "../desk.ts";
import { gzipped, LIMITS, weigh } from "../page-weight.ts";
import { type Measured, mostly, never } from "../results.ts";
import type { System } from "../system.ts";
import { openReader, untilLive, untilOffset } from "./reader-page.ts";
import { type Sort, type Transfer, watchWire } from "./wire.ts";

const assets = join(import.meta.dirname, "../../../dist/client/assets");
const KIB = 1_024;
const NEWS = "The first that comes live";
/** Much longer than it takes, and less than the page waits before it fetches what can wait. */
const DRAWN_WITHIN_MS = 1_500;

export async function weight(browser: Browser, system: System): Promise<Measured[]> {
  const origin = `http://127.0.0.1:${system.port}`;
  const all = await firstVisit(browser, system, `${origin}/`);
  const first = all.transfers.filter(({ askedAt }) => askedAt < all.newsAt);
  const bytes = (sorts: readonly Sort[], of = first): number =>
    of.filter(({ sort }) => sorts.includes(sort)).reduce((sum, transfer) => sum + transfer.bytes, 0);
  const built = weigh(await (await fetch(`${origin}/`)).text());
  const kib = (what: string, value: number, atMost?: number): Measured => ({
    what,
    unit: "KiB",
    runs: [value / KIB],
    ...(atMost !== undefined && { goal: mostly(atMost / KIB) }),
  });
  return [
    kib("until the first live announcement: HTML", bytes(["html"])),
    kib("the same: CSS", bytes(["css"])),
    kib("the same: JavaScript", bytes(["js"]), LIMITS.firstScript),
    kib("the same: HTML, CSS and JavaScript", bytes(["html", "css", "js"]), LIMITS.first),
    kib("the same, as the files weigh", built.first),
    kib("the same: typefaces and icons, apart", bytes(["font", "other"])),
    kib("JavaScript that this announcement asks for", bytes(["js"], later(all.transfers, first))),
    kib("all JavaScript of the feed and its service worker", built.allScripts, LIMITS.allScripts),
    kib("words of all languages, which are data", wordsOfAll()),
    {
      what: "requests to anybody else",
      unit: "",
      goal: never,
      runs: [all.transfers.filter(({ url }) => !url.startsWith(origin)).length],
    },
  ];
}

const later = (all: readonly Transfer[], first: readonly Transfer[]): Transfer[] =>
  all.filter((transfer) => !first.includes(transfer));

/** The feed's and its views', each language in a file of its own. */
const wordsOfAll = (): number =>
  readdirSync(assets)
    .filter((name) => /^words-.*\.json$/.test(name))
    .reduce((sum, name) => sum + gzipped(readFileSync(join(assets, name))), 0);

/** Until the announcement is drawn; what the browser asked for before it came is the first visit. */
async function firstVisit(browser: Browser, system: System, url: string) {
  const reader = await openReader(browser);
  const desk = new BenchDesk(system, 1);
  try {
    const wire = watchWire(reader.cdp);
    await reader.page.goto(url);
    await untilLive(reader.page);
    await desk.announce(NEWS, "now");
    await untilOffset(reader.page, await desk.head(), 10_000);
    await pause(DRAWN_WITHIN_MS);
    return { transfers: wire.transfers, newsAt: wire.heardAt(NEWS) ?? Number.POSITIVE_INFINITY };
  } finally {
    desk.close();
    await reader.close();
  }
}
