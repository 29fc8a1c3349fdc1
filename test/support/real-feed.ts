/** An event that goes on just now, with a programme, and what its readers may watch of a page. */
import type { Browser, BrowserContextOptions, Locator, Page } from "@playwright/test";
import { ADMIN_TOKEN, type Bench, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { launch, openPage, type RealPage } from "./real-browser.ts";
import { event } from "./written.ts";

const MINUTE_MS = 60_000;

export interface RealFeed {
  readonly browser: Browser;
  readonly server: RealServer;
  /** Published at once; answers its id. */
  publish(headline: string | Said, more?: Readonly<Record<string, unknown>>): Promise<string>;
  correct(id: string, headline: string | Said): Promise<void>;
  withdraw(id: string, reason: string): Promise<void>;
  open(path: string, options?: BrowserContextOptions): Promise<RealPage>;
}

/** A headline by language. */
type Said = Readonly<Record<string, string>>;

const textOf = (headline: string | Said, body?: string) =>
  Object.fromEntries(
    Object.entries(typeof headline === "string" ? { en: headline } : headline).map(([language, said]) => [
      language,
      { headline: said, ...(body === undefined ? {} : { body }) },
    ]),
  );

export async function realFeed(bench: Bench): Promise<RealFeed> {
  const redis = await bench.redis();
  const [browser, server] = await Promise.all([launch(), bench.server({ redisUrl: redis.url })]);
  bench.onCleanUp(() => browser.close());
  const held = await server.api.ask("/api/v1/desk/event");
  const { rehearsal: _, ...written } = event({
    startsAt: new Date(Date.now() - 600 * MINUTE_MS).toISOString(),
    endsAt: new Date(Date.now() + 600 * MINUTE_MS).toISOString(),
    languages: ["en", "zh", "fr", "es", "ru", "ar"],
    halls: [
      { id: "plenary", name: { en: "Plenary", zh: "主会场" }, zone: "east" },
      {
        id: "hall-2",
        name: { en: "Hall 2", zh: "2号厅" },
        zone: "hall-2",
        streamUrl: "https://stream.example/2",
      },
    ],
    tracks: [
      { id: "governance", name: { en: "Governance", zh: "治理" } },
      { id: "ai", name: { en: "AI", zh: "人工智能" } },
    ],
  });
  const headers = { "if-match": held.headers.get("etag")! };
  await expected(200, server.api.ask("/api/v1/desk/event", { method: "PUT", json: written, headers }));
  await importProgramme(server);
  const move = async (id: string, name: string, json: unknown) => {
    await expected(200, server.api.move(id, name, json));
  };
  return {
    browser,
    server,
    async publish(headline, { body, ...more } = {}) {
      const text = textOf(headline, body as string | undefined);
      return (await expected(201, server.api.post("", { text, ...more }))).json.id;
    },
    correct: (id, headline) => move(id, "correct", { text: textOf(headline) }),
    withdraw: (id, reason) => move(id, "withdraw", { reason }),
    open: (path, options) =>
      openPage(browser, new URL(path, server.base).href, { timezoneId: "Asia/Shanghai", ...options }),
  };
}

async function expected<T extends { readonly status: number; readonly text: string }>(
  status: number,
  asked: Promise<T>,
): Promise<T> {
  const answer = await asked;
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return answer;
}

/** One session on now and one to come in each hall; their ids are opening, forum, panel and workshop. */
async function importProgramme(server: RealServer): Promise<void> {
  const at = (minutes: number): string =>
    new Date(Date.now() + minutes * MINUTE_MS).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const session = (uid: string, from: number, to: number, title: string, hall: string): string =>
    `BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTAMP:20221101T000000Z\r\nDTSTART:${at(from)}\r\nDTEND:${at(to)}\r\nSUMMARY:${title}\r\nLOCATION:${hall}\r\nEND:VEVENT`;
  const body = [
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN",
    session("opening", -30, 60, "Opening ceremony", "Plenary"),
    session("forum", -20, 50, "Forum on data", "Hall 2"),
    session("panel", 70, 130, "Panel on trust", "Plenary"),
    session("workshop", 60, 120, "Workshop on chips", "Hall 2"),
    "END:VCALENDAR\r\n",
  ].join("\r\n");
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "text/calendar" };
  const imported = await fetch(`${server.base}/api/v1/desk/programme`, { method: "POST", headers, body });
  if (imported.status !== 200) throw new Error(await imported.text());
}

export const article = (page: Page, id: string): Locator =>
  page.locator(`article[data-announcement-id="${id}"]`);

/** The ids in the stream, from the top. */
export const streamOf = (page: Page): Promise<string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('[role="feed"] article')].map(({ dataset }) => dataset.announcementId)`,
  );
