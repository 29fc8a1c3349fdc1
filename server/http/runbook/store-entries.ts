/** What may be wrong with Redis, in which everything is kept. */
import { type RunbookEntry, type RunbookPart, redis } from "./entry.ts";

const away: RunbookEntry = {
  codes: ["redis_unavailable"],
  title: "Redis cannot be reached",
  means:
    "A server has lost Redis, or Redis refuses it. Nothing can be written; what is scheduled waits. Servers try again by themselves, every second.",
  meanwhile:
    "Readers and screens go on with what they have, marked as possibly behind. Saving and sending at the desk fail within 2 s; what is typed stays on the device.",
  steps: [
    { do: "Ask Redis from the machine of a server.", type: redis("ping") },
    {
      do: "No answer: look whether it runs, and why it ended. A full disk ends a Redis with appendfsync always.",
      type: "systemctl status redis-server\njournalctl -u redis-server -n 50\ndf -h",
    },
    { do: "Start it again.", type: "systemctl start redis-server" },
    {
      do: "It says NOAUTH, WRONGPASS or NOPERM: the user or password of REDIS_URL is wrong. Put it right and restart servers and workers.",
    },
    {
      do: "Under npm start Redis is started again by itself. Its own log says why it ended.",
      type: "tail -n 50 data/redis/redis.log",
    },
    {
      do: "It does not start because its file is damaged: make a copy of the folder first, then let Redis cut the damaged end off.",
      type: "cp -a /var/lib/redis /var/lib/redis.copy\nredis-check-aof --fix /var/lib/redis/appendonlydir/appendonly.aof.manifest",
    },
    {
      do: "Nothing helps and there is a backup: stop servers and workers, give them an empty Redis, and restore.",
      type: "npm run restore -- FILE",
    },
  ],
  over: "/readyz answers 200, some seconds after Redis, and the desk's alarm is gone. Nothing has to be restarted.",
};

const loading: RunbookEntry = {
  codes: ["redis_loading"],
  title: "Redis is reading its data",
  means: "It was started and is not ready yet. That takes seconds for each gigabyte.",
  meanwhile: "As while Redis is away: reading goes on, nothing can be saved or sent.",
  steps: [
    { do: "Wait. How far it is:", type: redis("info persistence | grep loading_") },
    { do: "It never ends, or begins again and again: it is short of memory.", type: "free -h" },
  ],
  over: "it says loading:0, and /readyz answers 200.",
};

const full: RunbookEntry = {
  codes: ["storage_full"],
  title: "Redis is full",
  means:
    "It refuses every write: maxmemory is reached (OOM), or its disk is full or cannot be written (MISCONF).",
  meanwhile: "Reading goes on. Nothing can be saved, sent, scheduled or paired; screens keep their receipts.",
  steps: [
    {
      do: "Memory or disk?",
      type: `${redis("info memory | grep -E 'used_memory_human|maxmemory_human'")}\n${redis("info persistence | grep -E 'aof_last_write_status|rdb_last_bgsave_status'")}\ndf -h`,
    },
    {
      do: "Memory: give it more, now and in its file. It holds at once.",
      type: `${redis("config set maxmemory 2gb")}\n${redis("config rewrite")}`,
    },
    {
      do: "Disk: make room on it. Then let Redis write its file anew, smaller.",
      type: redis("bgrewriteaof"),
    },
    { do: "What takes the room?", type: redis("--bigkeys") },
  ],
  over: "a write succeeds: two seconds later at most the alarm is gone, and /readyz answers 200.",
};

const nearlyFull: RunbookEntry = {
  codes: ["storage_nearly_full"],
  title: "Redis is nearly full",
  means: "Nine tenths of maxmemory are used. Everything works still; when it is full, nothing can be sent.",
  meanwhile: "Nothing.",
  steps: [
    {
      do: "Give it more, now and in its file.",
      type: `${redis("config set maxmemory 2gb")}\n${redis("config rewrite")}`,
    },
    { do: "Look at what grows.", type: redis("--bigkeys") },
  ],
  over: "less than nine tenths are used, and the alarm is gone.",
};

const evicts: RunbookEntry = {
  codes: ["would_evict"],
  title: "Redis would throw data away",
  means:
    "maxmemory-policy was changed while we run: when memory is full, Redis would delete announcements instead of refusing writes.",
  meanwhile: "Nothing yet.",
  steps: [
    {
      do: "Set it back, now and in its file.",
      type: `${redis("config set maxmemory-policy noeviction")}\n${redis("config rewrite")}`,
    },
    { do: "Has it thrown anything away?", type: redis("info stats | grep evicted_keys") },
    { do: "More than 0: look for what is missing.", type: "npm run doctor\nnpm run audit -- --verify" },
  ],
  over: "/readyz answers 200 again.",
};

const weak: RunbookEntry = {
  codes: ["not_durable"],
  title: "Redis may lose what it acknowledged",
  means:
    "Its append-only file is off, weaker than always, or cannot be written; or its last snapshot failed.",
  meanwhile: "Nothing. A crash now may take the last entries: then readers start again under a new epoch.",
  steps: [
    {
      do: "What is it?",
      type: `${redis("config get append*")}\n${redis("info persistence | grep -E 'aof_|rdb_last_bgsave_status'")}\ndf -h`,
    },
    {
      do: "Switched off or made weaker: set it back, now and in its file.",
      type: `${redis("config set appendonly yes")}\n${redis("config set appendfsync always")}\n${redis("config rewrite")}`,
    },
    { do: "Cannot be written: make room on its disk, or look at the disk.", type: "dmesg | tail" },
    { do: "Until it is right, keep a copy elsewhere.", type: "npm run backup -- fanfare.backup" },
  ],
  over: "/readyz answers 200 again.",
};

const alone: RunbookEntry = {
  codes: ["no_replica"],
  title: "Redis has no replica",
  means:
    "Where there is a replica, a write is acknowledged only when that has it too. None is connected, so no write is taken.",
  meanwhile: "Reading goes on. Nothing can be saved or sent.",
  steps: [
    { do: "Who follows the master?", type: redis("info replication") },
    { do: "Start the replica, or connect it again.", type: "redis-cli -h REPLICA replicaof MASTER 6379" },
    {
      do: "There is to be none any more: take it out of the settings of Redis, then restart servers and workers, which otherwise go on wanting one.",
      type: redis("config set min-replicas-to-write 0"),
    },
  ],
  over: "connected_slaves is 1 or more, and /readyz answers 200.",
};

const unknown: RunbookEntry = {
  codes: ["outcome_unknown"],
  title: "A write got no answer",
  means:
    "Redis was lost between a write and its answer, or no replica confirmed it in time. It may have been done.",
  meanwhile:
    "The desk asks again by itself, with the same key, and then says what is so. Nothing is sent twice.",
  steps: [
    {
      do: "One, now and then: nothing is to be done. Many: Redis or the way to it is slow.",
      type: `${redis("--latency-history -i 5")}\n${redis("slowlog get 10")}`,
    },
    {
      do: "A program of yours got it: it must send the very same request with its Idempotency-Key again.",
    },
  ],
  over: "fanfare_refusals_total does not grow any more for this code.",
};

const fork: RunbookEntry = {
  codes: ["epoch_changed"],
  alerts: ["FanfareEpochChanged"],
  title: "The log is another one",
  means:
    "Redis came back with fewer entries than it had (a failover, a restore, the end of the rehearsal), so a new epoch was begun.",
  meanwhile: "Every reader and screen starts again from a snapshot, by itself. Nobody has to reload.",
  steps: [
    { do: "A restore, or the end of the rehearsal: that is how it should be." },
    {
      do: "Else look at what was lost: the newest acts at the desk against what readers see now.",
      type: "npm run audit -- --verify\nnpm run doctor",
    },
    {
      do: "Send again by hand what is missing, and look at how Redis keeps its data.",
      type: redis("config get append*"),
    },
  ],
  over: "fanfare_epoch_changes_total does not grow any more.",
};

export const storePart: RunbookPart = {
  title: "The store",
  entries: [away, full, nearlyFull, weak, evicts, alone, loading, unknown, fork],
};
