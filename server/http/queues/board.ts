/** bull-board over our queues: only what reads them is there at all. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { ExpressAdapter } from "@bull-board/express";
import type { Queue } from "bullmq";
import express, { type Router } from "express";
import { publishJobSchema, pushJobSchema } from "../../contract/jobs.ts";
import { boardPage } from "./page.ts";

type Taken<M extends keyof ExpressAdapter> = Parameters<
  Extract<ExpressAdapter[M], (...given: never[]) => unknown>
>;

const UI_FOLDER = dirname(createRequire(import.meta.url).resolve("@bull-board/ui/package.json"));
const YEAR_MS = 31_536_000_000;

const CONFIG = {
  boardTitle: "Fanfare",
  boardLogo: { path: "/icon-192.png", width: 24, height: 24 },
  miscLinks: [
    { text: "Desk", url: "/desk" },
    { text: "Runbook", url: "/docs/runbook" },
  ],
  hideDocsLink: true,
  // INFO and CLIENT LIST, asked for every few seconds: both are for whoever has the machine.
  hideRedisDetails: true,
  showWorkers: false,
};

export function queueBoard(queues: readonly Queue[], base: string): Router {
  const shell = new ReadOnlyShell(base);
  createBullBoard({
    queues: queues.map(shown),
    serverAdapter: shell,
    options: { uiBasePath: UI_FOLDER, uiConfig: CONFIG },
  });
  return shell.getRouter();
}

/** Jobs hold ids. What else there may be in one is not shown: [OQ3] no text leaves by this door. */
function shown(queue: Queue): BullMQAdapter {
  const adapter = new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false });
  adapter.setFormatter("data", (data: unknown) => {
    const known = [publishJobSchema, pushJobSchema].map((schema) => schema.safeParse(data));
    return known.find(({ success }) => success)?.data ?? {};
  });
  adapter.setFormatter("returnValue", () => undefined);
  return adapter;
}

class ReadOnlyShell extends ExpressAdapter {
  constructor(base: string) {
    super();
    // No application within ours, with settings of its own: where proxies are trusted is decided once.
    Object.assign(this, { app: express.Router() });
    this.setBasePath(base);
  }

  /** Its own page is not used. */
  override setViewsPath(): this {
    return this;
  }

  /** Names with a hash in them never mean anything else; languages and pictures are asked for again. */
  override setStaticPath(route: string, folder: string): this {
    const kept = { immutable: true, maxAge: YEAR_MS, index: false, redirect: false };
    for (const name of ["js", "css"])
      this.app.use(`${route}/${name}`, express.static(join(folder, name), kept));
    this.app.use(route, express.static(folder, { index: false, redirect: false }));
    return this;
  }

  override setEntryRoute({ route }: Taken<"setEntryRoute">[0]): this {
    const page = boardPage(UI_FOLDER, this.basePath, this.uiConfig);
    this.app.get(route, (_request, response) => {
      response.set("Cache-Control", "no-store").type("html").send(page);
    });
    return this;
  }

  /** What was thrown is for the one who answers errors, not for whoever looks. */
  override setErrorHandler(): this {
    return super.setErrorHandler((error) => {
      throw error;
    });
  }

  override setApiRoutes(routes: Taken<"setApiRoutes">[0]): this {
    super.setApiRoutes(routes.filter(({ method }) => method === "get"));
    return this;
  }
}
