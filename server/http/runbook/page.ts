/** The runbook as a page to read: HTML without any script. It prints well, for who has no network either. */

import { refusals } from "../../contract/refusals.ts";
import { alarmCodeSchema } from "../../contract/socket.ts";
import { html } from "../html.ts";
import { runbook } from "./entries.ts";
import { type RunbookEntry, type RunbookPart, redis, type Step } from "./entry.ts";

const FIRST: readonly Step[] = [
  { do: "What does a server say of itself?", type: "curl -s http://HOST:3000/readyz" },
  {
    do: "What does the deployment look like? It checks everything and says what to do.",
    type: "npm run doctor",
  },
  {
    do: "What does the log say?",
    type: "tail -n 50 data/server.log data/worker.log\njournalctl -u fanfare-server -u fanfare-worker -n 100",
  },
  {
    do: "Which alarms hold, in numbers?",
    type: "curl -s http://127.0.0.1:9464/metrics | grep -E '^fanfare_(alarm|not_ready).* 1$'",
  },
];

export const runbookPage = (): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Runbook · Fanfare</title>
<link rel="stylesheet" href="/docs/runbook.css">
<link rel="icon" href="/icon-192.png">
</head>
<body>
<header>
<h1>Runbook</h1>
<p>For each alarm, each reason of <code>/readyz</code> and each alert: what it means, what people see meanwhile, what to type, and how to know that it is over. This page needs no Redis. Print it before the day. The API is described in <a href="/docs">/docs</a>.</p>
</header>
<nav aria-label="Everything that may be wrong">
<details open>
<summary>What is wrong?</summary>
<p><a href="#first">Look first</a></p>
${runbook.map(index).join("\n")}
</details>
</nav>
<main>
<section id="first" class="first">
<h2>Look first</h2>
${steps(FIRST)}
<p class="note">Commands ask the Redis of <code>REDIS_URL</code>. Under <code>npm start</code> it is at a socket: type <code>redis-cli -s data/redis/redis.sock</code> in the place of <code>${html(redis("").trim())}</code>. Where <code>REDIS_URL</code> names Sentinels, ask one of them for the master: <code>redis-cli -h SENTINEL -p 26379 sentinel get-master-addr-by-name NAME</code>. Words in capitals are yours to fill in, and services may have other names with you.</p>
</section>
${runbook.map(part).join("\n")}
</main>
</body>
</html>
`;

const index = ({ title, entries }: RunbookPart): string => `<h2>${html(title)}</h2>
<ul>
${entries.map(({ codes, title: what }) => `<li><a href="#${html(codes[0])}">${html(what)}</a></li>`).join("\n")}
</ul>`;

const part = ({ title, entries }: RunbookPart): string => `<section>
<h2>${html(title)}</h2>
${entries.map(article).join("\n")}
</section>`;

function article(entry: RunbookEntry): string {
  const [first, ...others] = entry.codes;
  return `<article id="${html(first)}">
${others.map((code) => `<span id="${html(code)}" class="anchor"></span>`).join("")}<h3>${html(entry.title)}</h3>
<p class="heard">${heard(entry)
    .map((each) => `<span>${each}</span>`)
    .join(" ")}</p>
<dl>
<div><dt>It means</dt><dd>${html(entry.means)}</dd></div>
<div><dt>Meanwhile</dt><dd>${html(entry.meanwhile)}</dd></div>
</dl>
${steps(entry.steps)}
<p class="over"><b>It is over when</b> ${html(entry.over)}</p>
</article>`;
}

const steps = (all: readonly Step[]): string => `<ol>
${all.map((step) => `<li>${html(step.do)}${step.type === undefined ? "" : `<pre><code>${html(step.type)}</code></pre>`}</li>`).join("\n")}
</ol>`;

/** Where one hears of it. */
function heard({ codes, alerts = [] }: RunbookEntry): string[] {
  const alarms = codes.filter((code) => (alarmCodeSchema.options as readonly string[]).includes(code));
  const answers = codes.flatMap((code) => {
    const status = statusOf(code);
    return status === undefined ? [] : [`<code>${html(code)}</code> ${status}`];
  });
  return [
    ...alarms.map((code) => `Alarm <code>${html(code)}</code>`),
    ...answers,
    ...alerts.map((name) => `Alert <code>${html(name)}</code>`),
  ];
}

const statusOf = (code: string): number | undefined =>
  Object.hasOwn(refusals, code) ? refusals[code as keyof typeof refusals].status : undefined;
