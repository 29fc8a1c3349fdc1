/** What the feed weighs over the wire until its first live announcement, and all that it may ever load. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Browser } from "@playwright/test";
import { BenchDesk } from "../desk.ts";
import { type Measured, mostly, never } from "../results.ts";
import type { System } from "../system.ts";
import { allScripts, GOALS, gzipBytes, KIB } from "./built-weight.ts";
import { openReader, untilLive, untilOffset } from "./reader-page.ts";
import { type Sort, type Transfer, watchWire } from "./wire.ts";

const distClient = join(import.meta.dirname, "../../../dist/client");
const NEWS = "The first that comes live";
/** Much longer than it takes, and less than the page waits before it fetches what can wait. */
const DRAWN_WITHIN_MS = 1_500;

export async function weight(browser: Browser, system: System): Promise<Measured[]> {
  const origin = `http://127.0.0.1:${system.port}`;
  const all = await firstVisit(browser, system, `${origin}/`);
  const first = all.transfers.filter(({ askedAt }) => askedAt < all.newsAt);
  const bytes = (sorts: readonly Sort[], of = first): number =>
    of.filter(({ sort }) => sorts.includes(sort)).reduce((sum, transfer) => sum + transfer.bytes, 0);
  const html = Buffer.from(await (await fetch(`${origin}/`)).arrayBuffer());
  const built = async ({ url, sort }: Transfer): Promise<number> =>
    gzipBytes(sort === "html" ? html : Buffer.from(await (await fetch(url)).arrayBuffer()));
  const read = first.filter(({ sort }) => sort === "html" || sort === "css" || sort === "js");
  const asFiles = await Promise.all(read.map(built));
  const kib = (what: string, value: number, atMost?: number): Measured => ({
    what,
    unit: "KiB",
    runs: [value / KIB],
    ...(atMost !== undefined && { goal: mostly(atMost / KIB) }),
  });
  const scripts = allScripts(distClient);
  return [
    kib("until the first live announcement: HTML", bytes(["html"])),
    kib("the same: CSS", bytes(["css"])),
    kib("the same: JavaScript", bytes(["js"]), GOALS.firstScripts),
    kib("the same: HTML, CSS and JavaScript", bytes(["html", "css", "js"]), GOALS.first),
    kib(
      "the same, as the files weigh",
      asFiles.reduce((sum, each) => sum + each, 0),
    ),
    kib("the same: typefaces and icons, apart", bytes(["font", "other"])),
    kib("JavaScript and words fetched for that announcement", bytes(["js"], later(all.transfers, first))),
    kib(
      "all JavaScript of the feed, every language and the service worker",
      scripts.reduce((sum, script) => sum + script.bytes, 0),
      GOALS.allScripts,
    ),
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
