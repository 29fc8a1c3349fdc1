/** The HTTP side as one Express application. Everything it needs is handed in; it starts and keeps nothing. */
import express, { type Application, type RequestHandler } from "express";
import { announcementRoutes } from "./announcement.ts";
import { keepEncodings } from "./compressed-replies.ts";
import type { HttpDeps } from "./deps.ts";
import { deskAnnouncementRoutes } from "./desk/announcements.ts";
import { auditRoutes } from "./desk/audit.ts";
import { blackoutRoutes } from "./desk/blackouts.ts";
import { deskEventRoutes } from "./desk/event.ts";
import { kioskRoutes } from "./desk/kiosks.ts";
import { moveRoutes } from "./desk/moves.ts";
import { peopleRoutes } from "./desk/people.ts";
import { deskProgrammeRoutes } from "./desk/programme.ts";
import { receiptRoutes } from "./desk/receipts.ts";
import { rehearsalRoutes } from "./desk/rehearsal.ts";
import { sessionRoutes } from "./desk/session.ts";
import { ownSessionsRoutes } from "./desk/sessions.ts";
import { tokenRoutes } from "./desk/tokens.ts";
import { docsRoutes } from "./docs.ts";
import { eventRoutes } from "./event.ts";
import { feedRoutes } from "./feed.ts";
import { feedPagesRouter } from "./feed-pages.ts";
import { warnOfForwarding } from "./forwarded.ts";
import { frameRoutes } from "./frames.ts";
import { openToAll, securityHeaders } from "./headers.ts";
import { healthRoutes } from "./health.ts";
import { kioskPairingRoutes } from "./kiosk-pairing.ts";
import { manifestRoutes } from "./manifest.ts";
import { routerOf } from "./mount.ts";
import { pagesRouter } from "./pages.ts";
import { programmeRoutes } from "./programme.ts";
import { pushRoutes } from "./push.ts";
import { queueBoardRouter } from "./queues/router.ts";
import { requestIds } from "./request-id.ts";
import { requestLog } from "./request-log.ts";
import { notFound, onError, send } from "./respond.ts";
import type { Route } from "./route.ts";
import { STREAM_PATH, streamRoute } from "./stream-described.ts";
import { syndicationRoutes } from "./syndication.ts";

export function createApp(deps: HttpDeps): Application {
  const { site } = deps;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "simple");
  app.set("trust proxy", site.trustProxy.length > 0 ? [...site.trustProxy] : false);

  app.use(requestIds, requestLog(deps), warnOfForwarding(deps), ...securityHeaders(site));
  app.use(keepEncodings());
  app.head(STREAM_PATH, openToAll, headOfStream);
  app.all(STREAM_PATH, openToAll);
  app.use(deps.streamRouter);
  const resources = resourcesOf(deps);
  for (const routes of resources) app.use(routerOf(routes, deps));
  app.use(routerOf(docsRoutes(resources.flat(), site.origin), deps));
  if (deps.queues !== undefined) app.use(queueBoardRouter({ ...deps, queues: deps.queues }));
  app.use(feedPagesRouter(deps));
  app.use(pagesRouter(deps));
  app.use(notFound(site));
  app.use(onError(deps));
  return app;
}

/** Every resource's routes: what is mounted, and what is described. */
export function resourcesOf(deps: HttpDeps): Route[][] {
  return [
    healthRoutes(deps),
    eventRoutes(deps),
    feedRoutes(deps),
    frameRoutes(deps),
    [streamRoute],
    announcementRoutes(deps),
    programmeRoutes(deps),
    syndicationRoutes(deps),
    manifestRoutes(deps),
    pushRoutes(deps),
    kioskPairingRoutes(deps),
    sessionRoutes(deps),
    ownSessionsRoutes(deps),
    peopleRoutes(deps),
    tokenRoutes(deps),
    deskEventRoutes(deps),
    deskAnnouncementRoutes(deps),
    moveRoutes(deps),
    deskProgrammeRoutes(deps),
    rehearsalRoutes(deps),
    kioskRoutes(deps),
    receiptRoutes(deps),
    blackoutRoutes(deps),
    auditRoutes(deps),
  ];
}

/** A stream has no end, so its head alone must not open one. */
const headOfStream: RequestHandler = (request, response) =>
  send(request, response, { status: 200, type: "text/event-stream; charset=utf-8" });
