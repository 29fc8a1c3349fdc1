/**
 * A server's side of one day, inside a page whose clock is turned by hand: the socket of a screen, played by the
 * page's own timers, so that a day of heartbeats, announcements, corrections, withdrawals and alerts passes as fast
 * as the page can take it. As text: it runs in the page, before any script of its own.
 */
export const PER_DAY = {
  everyS: 30,
  correctionEvery: 10,
  withdrawalEvery: 20,
  alertEveryS: 3_600,
  alertS: 300,
  podiumEvery: 40,
};

export const DAY_SERVER = `(() => {
  const EPOCH = "a-day-at-high-speed";
  const iso = (ms) => new Date(ms).toISOString();
  let offset = 0;
  let made = 0;
  const everybody = { attendance: "everyone", zones: [], tracks: [] };
  const announcement = (over) => ({
    id: "n" + ++made, offset: offset + 1, revision: 1, kind: "notice", pinned: false, key: made % 20 === 0,
    text: { en: { headline: "Announcement " + made + " of the day", body: "What it says in full." },
            zh: { headline: "今日第 " + made + " 条消息", body: "完整内容。" } },
    audience: everybody, surfaces: ["feed", "kiosk"], actions: [], publishedAt: iso(Date.now()), ...over,
  });
  const alert = () => announcement({
    kind: "urgent", expiresAt: iso(Date.now() + ${PER_DAY.alertS} * 1000),
    details: { status: "exercise", messageType: "alert", instruction: { en: "Walk to the doors.", zh: "请走向出口。" } },
  });
  const podium = () => announcement({
    kind: "result", revealAt: iso(Date.now() + 1000),
    details: { podium: [1, 2, 3].map((place) => ({ place, name: "Team " + place })) },
  });
  globalThis.WebSocket = class {
    constructor() {
      this.readyState = 0;
      this.last = [];
      setTimeout(() => this.give('0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000}'), 1);
    }
    give(data) { this.onmessage?.({ data }); }
    tell(event, payload) { this.give("42/kiosk," + JSON.stringify([event, payload])); }
    close() { clearInterval(this.beat); clearInterval(this.news); }
    send(packet) {
      if (packet.startsWith("40/kiosk,")) return void setTimeout(() => this.open(), 1);
      const [, number, body] = /^42\\/kiosk,(\\d*)(.*)$/.exec(packet) ?? [];
      if (number === undefined || number === "") return;
      const [event, payload] = JSON.parse(body);
      const said = event === "clock" ? { serverAt: iso(Date.now()) }
        : event === "receipts" ? { ok: true, results: payload.map(() => ({ ok: true })) } : { ok: true };
      setTimeout(() => this.give("43/kiosk," + number + JSON.stringify([said])), 1);
    }
    open() {
      this.give('40/kiosk,{"sid":"s"}');
      this.tell("hello", { protocol: 1, serverAt: iso(Date.now()), rehearsal: false });
      this.tell("snapshot", { reason: "new", cursor: { epoch: EPOCH, offset }, announcements: [], programmeRevision: 1 });
      this.beat = setInterval(() => this.frame([]), 10_000);
      this.news = setInterval(() => this.one(), ${PER_DAY.everyS} * 1000);
    }
    frame(entries) {
      const after = offset;
      offset += entries.length;
      this.tell("frame", { epoch: EPOCH, after, upTo: offset, entries: entries.map((entry, at) => ({
        at: iso(Date.now()), ...entry, offset: after + at + 1 })) });
    }
    one() {
      const s = Math.floor(Date.now() / 1000);
      if (s % ${PER_DAY.alertEveryS} < ${PER_DAY.everyS}) return this.frame([{ type: "announcementPublished", announcement: alert() }]);
      const before = this.last.at(-1);
      if (made % ${PER_DAY.correctionEvery} === 5 && before !== undefined) {
        made += 1;
        this.last.pop();
        const corrected = { ...before, revision: 2, correctedAt: iso(Date.now()) };
        return this.frame([{ type: "announcementCorrected", announcement: corrected }]);
      }
      if (made % ${PER_DAY.withdrawalEvery} === 8 && before !== undefined) {
        made += 1;
        this.last.pop();
        return this.frame([{ type: "announcementWithdrawn", announcementId: before.id, announcementOffset: before.offset,
                             reason: "was wrong" }]);
      }
      const next = made % ${PER_DAY.podiumEvery} === 7 ? podium() : announcement({});
      this.last = [...this.last.slice(-3), next];
      this.frame([{ type: "announcementPublished", announcement: next }]);
    }
  };
})()`;

const HOUR_MS = 3_600_000;

/** What the server answers by HTTP on that day: six halls, a session in each of them every hour. */
export function dayAnswers(startMs: number): Readonly<Record<string, object>> {
  const iso = (ms: number): string => new Date(ms).toISOString();
  const halls = [1, 2, 3, 4, 5, 6].map((n) => ({
    id: `hall-${n}`,
    name: { en: `Hall ${n}`, zh: `${n} 号厅` },
  }));
  const sessions = halls.flatMap(({ id }, at) =>
    Array.from({ length: 25 }, (_, hour) => ({
      id: `${id}-${hour}`,
      hall: id,
      type: "forum",
      title: { en: `Session ${hour} on digital society`, zh: `第 ${hour} 场数字社会论坛` },
      startsAt: iso(startMs + hour * HOUR_MS + at * 600_000),
      endsAt: iso(startMs + hour * HOUR_MS + at * 600_000 + 50 * 60_000),
      speakers: [{ name: "Ada Lovelace" }],
    })),
  );
  const kiosk = {
    id: "k1",
    name: "A day at high speed",
    layout: "foyer",
    orientation: "natural",
    languages: ["zh", "en"],
    languageMode: "together",
    hours: "always",
    dayParts: [
      { from: "06:00", to: "07:00", shows: "stage" },
      { from: "12:00", to: "13:00", shows: "ticker" },
      { from: "18:00", to: "19:00", shows: "quiet" },
    ],
    openingHours: [],
    blackouts: [],
    feedUrl: "http://127.0.0.1/",
  };
  return {
    "/api/v1/event": {
      name: { en: "A summit", zh: "峰会" },
      startsAt: iso(startMs),
      endsAt: iso(startMs + 24 * HOUR_MS),
      timeZone: "UTC",
      languages: ["en", "zh"],
      halls,
      zones: [],
      tracks: [],
      rehearsal: false,
    },
    "/api/v1/programme": { revision: 1, sessions },
    "/api/v1/kiosk/pairings": {
      deviceCode: "d",
      userCode: "BCDF-GHJK",
      expiresAt: iso(startMs + 600_000),
      intervalMs: 5_000,
    },
    "/api/v1/kiosk/pairings/token": { token: "t", kiosk },
  };
}
