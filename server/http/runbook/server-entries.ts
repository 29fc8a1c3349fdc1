/** What may be wrong with a server, or with how readers reach it. */
import { type RunbookEntry, type RunbookPart, redis } from "./entry.ts";

const LOG = "journalctl -u fanfare-server -n 100\ntail -n 100 data/server.log";

const down: RunbookEntry = {
  codes: ["server_down"],
  alerts: ["FanfareServerDown"],
  title: "A server does not answer",
  means: "Prometheus cannot read its numbers: it has ended, hangs, or the network between is cut.",
  meanwhile:
    "Its readers come back to other servers within seconds. If it is the only one, they keep what they have.",
  steps: [
    { do: "Ask it.", type: "curl -i http://HOST:3000/healthz" },
    { do: "It has ended: why? 78 is a faulty configuration, which the last lines name.", type: LOG },
    { do: "Start it.", type: "npm run server" },
    { do: "It answers, and only the numbers are missing: METRICS_PORT or METRICS_HOST is wrong, or taken." },
  ],
  over: "/readyz answers 200.",
};

const notLoaded: RunbookEntry = {
  codes: ["not_loaded"],
  title: "A server is still loading",
  means: "It has not read the feed yet since it started, and takes no readers. A few seconds are usual.",
  meanwhile: "Readers are sent on, and come back. A page asks again by itself.",
  steps: [
    { do: "Longer than a minute: it waits for Redis. What does it say?", type: LOG },
    { do: "Can it reach Redis?", type: redis("ping") },
  ],
  over: "/servez answers 200.",
};

const behind: RunbookEntry = {
  codes: ["behind"],
  alerts: ["FanfareReplicaBehind"],
  title: "A server is behind",
  means:
    "Redis answers, and yet what the server has read of the log is not its end, or it has not heard from Redis for 5 s.",
  meanwhile:
    "Its readers hear later than others. They notice by themselves after 15 s and come back elsewhere.",
  steps: [
    { do: "Does it hold its event loop? See event_loop_held." },
    { do: "Is the way to Redis slow or lossy?", type: `${redis("--latency-history -i 5")}\nping REDIS-HOST` },
    {
      do: "Take it out of the load balancer (it looks at /servez, which stays 200), and restart it.",
      type: "systemctl restart fanfare-server",
    },
  ],
  over: "fanfare_replica_lag_entries is 0.",
};

const leaving: RunbookEntry = {
  codes: ["shutting_down"],
  title: "A server is leaving",
  means: "It was told to end, or a newer version takes its place. It finishes what is under way.",
  meanwhile: "Its readers are sent on to others, spread over some seconds, and miss nothing.",
  steps: [
    { do: "Nothing is to be done. It ends within 6 s, or 40 s where it is replaced." },
    { do: "It is still there after a minute: end it.", type: "kill -9 PID" },
  ],
  over: "it is gone, and another one serves.",
};

const dies: RunbookEntry = {
  codes: ["process_dies"],
  alerts: ["FanfareProcessDies", "FanfareProcessMissing"],
  title: "Server processes die",
  means: "One of the processes of npm run server ended by itself. Another was started in its place.",
  meanwhile: "Its readers come back to the others within seconds.",
  steps: [
    { do: "Why? The line 'a server process died' has the code; before it stands what it said.", type: LOG },
    {
      do: "Signal 9 that nobody sent: the system was out of memory.",
      type: "dmesg | grep -i 'out of memory'",
    },
    {
      do: "Since a new version: go back to the last one.",
      type: "git checkout LAST && npm ci && npm run build",
    },
  ],
  over: "fanfare_process_deaths_total stands still, and serving equals wanted.",
};

const loop: RunbookEntry = {
  codes: ["event_loop_held"],
  alerts: ["FanfareEventLoopHeld"],
  title: "A process holds its event loop",
  means: "Something keeps it busy for long at a time, or the machine has no CPU left for it.",
  meanwhile: "Everything of this process comes late: frames, answers, the desk.",
  steps: [
    { do: "Has the machine CPU left? How many processes share it?", type: "top" },
    {
      do: "More readers than it can serve (12,500 for each core): add processes or machines.",
      type: "npm run server -- --cores N",
    },
    {
      do: "Else it is a fault of ours: take a profile, then restart it.",
      type: "kill -USR1 PID && node inspect -p PID",
    },
  ],
  over: "nodejs_eventloop_lag_p99_seconds is below 0.1.",
};

const memory: RunbookEntry = {
  codes: ["memory_near_limit"],
  alerts: ["FanfareMemoryNearLimit"],
  title: "A process is short of memory",
  means: "Its heap is nearly as large as Node lets it become; beyond, it ends.",
  meanwhile: "It grows slower, and ends at last: its readers come back to others.",
  steps: [
    { do: "Replace it before it ends, without losing a reader.", type: "kill -HUP $(cat data/server.pid)" },
    {
      do: "It grows again: more readers than planned? About 9 KiB each.",
      type: "curl -s http://127.0.0.1:9464/metrics | grep fanfare_readers",
    },
    { do: "Give it more.", type: "NODE_OPTIONS=--max-old-space-size=4096 npm run server" },
  ],
  over: "the heap stays where it is for an hour.",
};

const internal: RunbookEntry = {
  codes: ["internal"],
  alerts: ["FanfareFaults"],
  title: "Requests fail by a fault of ours",
  means: "An answer was 500. That is a defect; the log has where it came from.",
  meanwhile: "Whoever asked sees 'Something went wrong here' with a requestId.",
  steps: [
    {
      do: "Look for the requestId that they were given, or for all of them.",
      type: "grep REQUEST-ID data/server.log\ngrep '\"a request failed\"' data/server.log",
    },
    {
      do: "Since a new version: go back to the last one.",
      type: "git checkout LAST && npm ci && npm run build",
    },
    { do: "Report it with that line: it holds no text and no secret. SECURITY.md says where to." },
  ],
  over: "fanfare_refusals_total does not grow any more for internal.",
};

const slowFanOut: RunbookEntry = {
  codes: ["fan_out_slow"],
  alerts: ["FanfareFanOutSlow"],
  title: "Readers hear late",
  means:
    "From an entry's arrival at a server until its last reader was written to, more than a second goes by.",
  meanwhile: "The last readers hear that much later than the first.",
  steps: [
    {
      do: "How many readers has each process? About 18 µs each is usual.",
      type: "curl -s http://127.0.0.1:9464/metrics | grep fanfare_readers",
    },
    { do: "Has the machine CPU left? Add processes or machines.", type: "top\nnpm run server -- --cores N" },
  ],
  over: "the 99th percentile of fanfare_fan_out_seconds is below a second.",
};

const cut: RunbookEntry = {
  codes: ["readers_cut"],
  alerts: ["FanfareReadersCut"],
  title: "Many readers take nothing",
  means: "Their connections have taken nothing for 10 s, and were cut. A network between is full or broken.",
  meanwhile: "They come back with their cursor, and miss nothing.",
  steps: [
    {
      do: "A hall's network? Ask whoever runs it; look at the way out of the server's machine.",
      type: "ss -s\nip -s link",
    },
    { do: "A proxy that holds answers back? It must not buffer WebSockets or event streams." },
  ],
  over: "fanfare_readers_cut_total stands still.",
};

const turnedAway: RunbookEntry = {
  codes: ["handshakes_turned_away"],
  alerts: ["FanfareTurnsAway"],
  title: "Readers are turned away at the door",
  means:
    "More come at once than a process takes (4,000 a second), or than one address may have. They come back with a delay of their own.",
  meanwhile: "Some readers wait up to 20 s, at worst a minute; those who are in notice nothing.",
  steps: [
    { do: "Everybody is coming back after an outage: wait, it is over in seconds." },
    { do: "Crowds come: add processes or machines.", type: "npm run server -- --cores N" },
    {
      do: "One hall behind one address: say that it is a venue.",
      type: "VENUE_ADDRESSES=203.0.113.7/32 npm run server",
    },
    {
      do: "All seem to come from the load balancer: name it, so that their own addresses count.",
      type: "TRUST_PROXY=10.0.0.0/8 npm run server",
    },
  ],
  over: "fanfare_refusals_total does not grow any more for no_room and too_many_requests.",
};

const guesses: RunbookEntry = {
  codes: ["sign_in_guessed"],
  alerts: ["FanfareSignInGuessed"],
  title: "Somebody guesses passwords",
  means: "Many sign-ins fail, or are refused because too many failed before.",
  meanwhile:
    "An account that is tried ten times in 15 minutes cannot sign in for as long; sessions that are open go on.",
  steps: [
    {
      do: "Who was it about? The audit has who did come in; the proxy's log has the addresses.",
      type: "npm run audit -- --since 2026-01-01T00:00:00Z | grep sign",
    },
    { do: "Shut these addresses out at the proxy or firewall." },
    {
      do: "An account that may be known to others: a new password ends all of its sessions.",
      type: "npm run admin -- reset-password EMAIL",
    },
  ],
  over: "there are no more wrong_credentials than the usual few.",
};

export const serverPart: RunbookPart = {
  title: "Servers",
  entries: [down, notLoaded, behind, leaving, dies, internal, loop, memory],
};

export const readersPart: RunbookPart = {
  title: "Readers",
  entries: [slowFanOut, cut, turnedAway, guesses],
};
