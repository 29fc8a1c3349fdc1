/** One server node, put together from its parts: the composition root, as a function that tests call too. */
import type { RequestListener } from "node:http";
import { Accounts } from "./accounts/accounts.ts";
import { OwnSessions } from "./accounts/own-sessions.ts";
import { Passwords } from "./accounts/passwords.ts";
import { People } from "./accounts/people.ts";
import { SignInThrottle } from "./accounts/throttle.ts";
import { Tokens } from "./accounts/tokens.ts";
import type { ConfigWithRedis } from "./config.ts";
import type { PageRenderer } from "./contract/page-start.ts";
import type { Actor } from "./contract/people.ts";
import { Announcements } from "./desk/announcements.ts";
import { EventDesk } from "./desk/event.ts";
import { importProgrammeFile } from "./desk/import-programme.ts";
import { endRehearsal } from "./desk/rehearsal.ts";
import { Crowd } from "./doors/crowd.ts";
import { Forwarding } from "./doors/forwarding.ts";
import { RedisClock } from "./feed/clock.ts";
import { Directory } from "./feed/directory.ts";
import { FanOut } from "./feed/fan-out.ts";
import { FollowedDirectory } from "./feed/followed-directory.ts";
import { dismissOverTime } from "./feed/gentle-leave.ts";
import { Presence } from "./feed/presence.ts";
import { PresenceReport } from "./feed/presence-report.ts";
import { Replica } from "./feed/replica.ts";
import { BLOCK_MS, Tail } from "./feed/tail.ts";
import { createApp } from "./http/app.ts";
import { isColleague } from "./http/authenticate.ts";
import { kioskBuild, readBuiltPages } from "./http/built-pages.ts";
import type { Site } from "./http/deps.ts";
import { LastAnswers } from "./http/last-answers.ts";
import { HttpLimits } from "./http/limits.ts";
import { createListener } from "./http/listener.ts";
import { listening, readTls, stopListening } from "./http/port.ts";
import { refuserFor } from "./http/respond.ts";
import { readSessionCookie } from "./http/session-cookie.ts";
import { streamRouter } from "./http/stream.ts";
import { answerPlainly } from "./http/taken-requests.ts";
import { LiveDesk } from "./live-desk.ts";
import { LiveKiosks } from "./live-kiosks.ts";
import type { Logger } from "./observe/logger.ts";
import type { NodeObserver, NodeVitals } from "./observe/metrics/node-metrics.ts";
import { ImportThread } from "./programme/import-thread.ts";
import { PushSubscriptions } from "./push/subscriptions.ts";
import { PushThrottle } from "./push/throttle.ts";
import { sharedVapidKeys } from "./push/vapid.ts";
import { Readiness } from "./readiness.ts";
import { type Backlog, readBacklog } from "./schedule/backlog.ts";
import { ClockWatch } from "./schedule/clock-watch.ts";
import { DuePublisher } from "./schedule/due-publisher.ts";
import { QueueAlarm } from "./schedule/queue-alarm.ts";
import { Queues } from "./schedule/queues.ts";
import { SERVER_GRACE_MS, Sweep } from "./schedule/sweep.ts";
import { createSockets, isSocketPath } from "./sockets/attach.ts";
import { originRule } from "./sockets/origin.ts";
import { serveReaders } from "./sockets/readers.ts";
import { AuditFollower } from "./store/audit-follower.ts";
import { RedisAccounts } from "./store/redis-accounts.ts";
import type { RedisFeedLog } from "./store/redis-feed-log.ts";
import { RedisFollower } from "./store/redis-follower.ts";
import { RedisPush } from "./store/redis-push.ts";
import { vitalsOf } from "./vitals.ts";

/** Readers of a node that leaves come back to others over this time. */
const LEAVE_OVER_MS = 5_000;
const DRAIN_MS = 4_000;

/** Plain HTTP on the path of sockets. */
const NO_POLLING = { code: "invalid", detail: "nothing but WebSocket is spoken here" } as const;

const serverActor: Actor = { id: "server", role: "moderator", name: "server" };

export interface NodeParts {
  readonly config: ConfigWithRedis;
  readonly store: RedisFeedLog;
  readonly log: Logger;
  readonly pagesDir: string;
  /** Draws the feed's pages; without it there are none. */
  readonly renderer?: PageRenderer | undefined;
  /** Between two looks at who sits at the desks and which screens are here; its own where absent. */
  readonly recheckMs?: number | undefined;
  /** Told what happens, for whoever counts it. */
  readonly observer?: NodeObserver | undefined;
}

export interface ServerNode {
  /** Resolves once its replica is loaded and has read all that there is. */
  readonly atHead: Promise<void>;
  /** Takes readers from now on; answers the port. */
  listen(): Promise<number>;
  readonly accounts: Accounts;
  readonly announcements: Announcements;
  readonly directory: Directory;
  readonly clock: RedisClock;
  readonly alarm: QueueAlarm;
  /** How it stands now. */
  readonly vitals: () => NodeVitals;
  /** What waits in Redis; undefined where that cannot serve. */
  readonly backlog: () => Promise<Backlog | undefined>;
  /** [MP6] Takes nobody new, serves whoever is here, and sends readers to others, a few at a time. */
  leave(): Promise<void>;
  /** Sends readers to others, finishes what is under way, and closes everything, within 5 s. */
  stop(): Promise<void>;
}

/** A node that follows the log already, and takes no readers before `listen`. */
export async function openNode({
  config,
  store,
  log,
  pagesDir,
  renderer,
  recheckMs,
  observer,
}: NodeParts): Promise<ServerNode> {
  const clock = new RedisClock();
  const watch = new ClockWatch({ store, clock });
  const nowMs = () => clock.nowMs();
  const directory = new Directory(store);
  const replica = new Replica(store, nowMs);
  const readiness = new Readiness({
    replica,
    clock,
    connected: () => store.connected,
    alarms: () => liveDesk.alarms,
  });
  const followed = new FollowedDirectory(directory, replica, () => screens.eventChanged());
  const fanOut = new FanOut(replica, { onBroadcast: observer?.broadcast });
  const atHead = Promise.withResolvers<void>();
  const tail = new Tail({
    follower: new RedisFollower(config.redisUrl, BLOCK_MS),
    store,
    replica,
    onHeard: () => {
      readiness.heard();
      atHead.resolve();
    },
    onTrouble: (error) => log.warn({ reason: reasonOf(error) }, "the tail lost Redis; trying again"),
  });
  const presence = new Presence();
  const report = new PresenceReport(store.connection, presence, nowMs);
  const alarm = new QueueAlarm({ url: config.redisUrl, clock, log });
  const queues = new Queues(config.redisUrl);
  const announcements = new Announcements({
    store,
    directory,
    clock,
    alarm,
    onDuePublished: observer?.duePublished,
  });
  const publisher = new DuePublisher({ announcements, store, clock, actor: serverActor, log });
  const sweep = new Sweep({ publisher, clock, graceMs: SERVER_GRACE_MS, log });
  const ofPeople = { store: new RedisAccounts(store.connection, store.durably), clock };
  const accounts = new Accounts({
    ...ofPeople,
    passwords: new Passwords(),
    throttle: new SignInThrottle(store.connection),
  });
  const site: Site = {
    origin: config.origin,
    publicUrl: config.publicUrl,
    tls: config.tls !== undefined,
    adminToken: config.admin.token,
    trustProxy: config.trustProxy,
  };
  const forHello = {
    replica,
    serverNowMs: nowMs,
    isRehearsal: () => directory.event.rehearsal,
    pages: renderer === undefined ? undefined : readBuiltPages(pagesDir)?.build,
  };
  const forwarding = new Forwarding(config.trustProxy);
  const crowd = new Crowd({ forwarding, venues: config.venueAddresses, adminToken: config.admin.token });
  const sockets = createSockets(originRule(config.publicUrl), {
    crowd,
    forwarding,
    onRefused: observer?.refused,
  });
  const screens = new LiveKiosks({
    url: config.redisUrl,
    store,
    namespace: sockets.io.of("/kiosk"),
    clock,
    directory,
    replica,
    fanOut,
    site,
    log,
    pages: kioskBuild(pagesDir),
    recheckMs,
  });
  const programmes = new ImportThread();
  const app = createApp({
    view: replica,
    store,
    announcements,
    events: new EventDesk({ store, directory }),
    rehearsal: { end: (order) => endRehearsal({ store, directory }, order) },
    directory,
    clock,
    accounts,
    ownSessions: new OwnSessions(ofPeople),
    people: new People(ofPeople),
    tokens: new Tokens(ofPeople),
    programmeImport: {
      take: (bytes, order) =>
        importProgrammeFile({ store, directory, clock, alarm, read: programmes.read }, bytes, order),
    },
    push: {
      publicKey: (await sharedVapidKeys(store.connection)).publicKey,
      subscriptions: new PushSubscriptions({
        store: new RedisPush(store.connection, { durably: store.durably }),
        throttle: new PushThrottle(store.connection),
        clock,
        testOrigin: config.pushTest?.origin,
      }),
    },
    screens,
    streamRouter: streamRouter({
      ...forHello,
      replica,
      fanOut,
      presence,
      crowd,
      isColleague: (request) => isColleague(request, site),
      refuse: refuserFor(site),
    }),
    readiness: () => readiness.reasons(),
    warnings: () => readiness.warnings(),
    limits: new HttpLimits({ redis: store.connection, crowd, forwarding }),
    pagesDir,
    renderer,
    logger: log,
    site,
    queues,
    onAnswered: observer && answeredTo(observer),
  });
  const lastAnswers = new LastAnswers();
  const listener: RequestListener = (request, response) => {
    lastAnswers.watch(response);
    if (isSocketPath(request.url)) answerPlainly(response, NO_POLLING, site.origin);
    else app(request, response);
  };
  const server = createListener(listener, site.origin, {
    tls: readTls(config.tls),
    onRefused: (code) => observer?.refused("http", code),
  });
  sockets.attach(server);
  serveReaders(sockets.io.of("/"), {
    ...forHello,
    replica,
    fanOut,
    presence,
    isColleague: (request) => readSessionCookie(request as never, site) !== undefined,
  });
  const liveDesk = new LiveDesk({
    url: config.redisUrl,
    store,
    namespace: sockets.io.of("/desk"),
    clock,
    directory,
    accounts,
    site,
    kiosks: screens,
    log,
    recheckMs,
  });
  const audit = new AuditFollower({
    url: config.redisUrl,
    onNote: (note) => {
      liveDesk.noted(note);
      screens.noted(note);
    },
    onConnected: () => {
      liveDesk.caughtUp();
      screens.caughtUp();
    },
  });

  await watch.measure();
  await directory.refresh();
  await screens.load();
  const timers = [watch, sweep];
  for (const part of [tail, fanOut, report, liveDesk, audit, ...timers]) part.start();

  return {
    atHead: atHead.promise,
    listen: () => listening(server, config),
    accounts,
    announcements,
    directory,
    clock,
    alarm,
    vitals: vitalsOf({
      replica,
      readiness,
      fanOut,
      presence,
      sockets,
      clock,
      store,
      sweep,
      liveDesk,
      screens,
    }),
    backlog: () => readBacklog({ store, queues, clock }),
    async leave() {
      readiness.drain();
      lastAnswers.leave();
      stopListening(server);
      await dismissOverTime(fanOut, Math.random);
    },
    async stop() {
      readiness.drain();
      lastAnswers.leave();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      fanOut.stop();
      fanOut.dismiss(LEAVE_OVER_MS, Math.random);
      const uncounted = report.stop();
      liveDesk.dismiss();
      screens.dismiss();
      sockets.close();
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref())]);
      server.closeAllConnections();
      followed.stop();
      programmes.stop();
      await Promise.all([
        ...timers.map((timer) => timer.stop()),
        tail.stop(),
        liveDesk.stop(),
        audit.stop(),
        screens.stop(),
        uncounted,
      ]);
      await alarm.settled();
      await Promise.all([alarm.close(), queues.close()]);
      store.close();
    },
  };
}

/** Of one answer over HTTP. */
const answeredTo =
  (observer: NodeObserver) =>
  (status: number, code: string | undefined): void => {
    observer.answered(status);
    if (code !== undefined) observer.refused("http", code);
  };

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
