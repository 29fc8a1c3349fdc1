/** What may be wrong with what is scheduled. */
import { type RunbookEntry, type RunbookPart, redis } from "./entry.ts";

const nobody: RunbookEntry = {
  codes: ["no_worker"],
  alerts: ["FanfareWorkerDown"],
  title: "No worker is at work",
  means:
    "Nobody has said for 15 s that they publish what is due. Servers help, 2 s late; session starts, push and housekeeping stand still.",
  meanwhile: "Announcements come some seconds late. No push, no new session starts.",
  steps: [
    { do: "Start one, on any machine.", type: 'REDIS_URL="$REDIS_URL" npm run worker' },
    {
      do: "One runs: what does it say?",
      type: "journalctl -u fanfare-worker -n 50\ntail -n 50 data/worker.log",
    },
    { do: "It stands down because its clock is off: see clocks_disagree." },
    { do: "What cannot wait is sent at the desk by hand." },
  ],
  over: "fanfare_workers is 1 or more; the desk's alarm is gone some seconds after a worker has started.",
};

const clocks: RunbookEntry = {
  codes: ["clocks_disagree", "clock_differs"],
  title: "A clock is off",
  means:
    "The clock of a server or worker differs from that of Redis by more than a second. That process publishes nothing by the clock, so that nothing goes out too early; others do it.",
  meanwhile: "Nothing, while another process is right. If none is, what is scheduled waits.",
  steps: [
    {
      do: "Which machine? The log of the process says its offset; ask Redis and the machine.",
      type: `date -u +%s\n${redis("time")}`,
    },
    { do: "Set it by the network.", type: "timedatectl set-ntp true\nchronyc makestep" },
    { do: "What cannot wait is sent at the desk by hand: that needs no clock." },
  ],
  over: "the log says that the clocks agree, and the alarm is gone.",
};

const overdue: RunbookEntry = {
  codes: ["overdue_item"],
  title: "Announcements wait for a person",
  means:
    "Their time went by without their being sent (an outage, a session that moved, a zone that is gone), and they are too old to be fired by themselves.",
  meanwhile: "Readers have not had them.",
  steps: [
    { do: "At the desk, in the running order: send, reschedule or discard each. Each says why it waits." },
    { do: "Many after an outage: the newest first; most of the old ones say nothing any more." },
  ],
  over: "none is left.",
};

const late: RunbookEntry = {
  codes: ["published_late"],
  alerts: ["FanfarePublishesLate", "FanfareScheduleStuck"],
  title: "What is due comes late",
  means: "Announcements are in the log more than 2 s after their time, or not at all.",
  meanwhile: "They come late, in their order.",
  steps: [
    { do: "Is a worker at work, and do the clocks agree? See no_worker and clocks_disagree." },
    {
      do: "Is Redis slow? A write waits for its disk.",
      type: `${redis("--latency-history -i 5")}\n${redis("slowlog get 10")}\niostat -x 5`,
    },
    {
      do: "Is the worker busy or short of CPU? Start another, on another machine.",
      type: "top\nnpm run worker",
    },
    { do: "One that stands still: what was it?", type: "npm run doctor" },
  ],
  over: "fanfare_due_oldest_seconds is 0, and the newest lateness is below 2 s.",
};

const sweeps: RunbookEntry = {
  codes: ["sweep_helps"],
  alerts: ["FanfareSweepHelps"],
  title: "Wake-ups do not arrive",
  means:
    "What is due is published by the sweep that looks each second, and not by the job that should have woken a worker. BullMQ, or its connection, is stuck or slow.",
  meanwhile: "Next to nothing: announcements come up to a second late, or 2 s where a server helps.",
  steps: [
    { do: "Look at the queue as an admin: delayed jobs whose time is past?", type: "/desk/queues" },
    {
      do: "Restart the workers, one after another. Nothing is lost by that.",
      type: "systemctl restart fanfare-worker",
    },
    { do: "Is Redis slow, or does it evict?", type: "npm run doctor" },
  ],
  over: "fanfare_sweep_published_total stands still.",
};

const queue: RunbookEntry = {
  codes: ["queue_stuck"],
  alerts: ["FanfareQueueWaits"],
  title: "Jobs wait and nobody takes them",
  means: "A queue has had waiting jobs for minutes: no worker, or all hands are full.",
  meanwhile: "push: devices are told late. housekeeping: nothing that anybody sees for hours.",
  steps: [
    { do: "Which queue, and what is in it? As an admin:", type: "/desk/queues" },
    { do: "Start another worker.", type: "npm run worker" },
    {
      do: "Only push: a push service may be slow or refuse us. The worker's log names it.",
      type: "journalctl -u fanfare-worker -n 50",
    },
  ],
  over: "fanfare_queue_depth of the state waiting falls to 0.",
};

export const schedulePart: RunbookPart = {
  title: "What is scheduled",
  entries: [nobody, clocks, overdue, late, sweeps, queue],
};
