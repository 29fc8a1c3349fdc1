/** A world that was left alone: what it holds then, whether what is hidden still is there, and what its log says. */
import { ANYBODY, leaksIn, secretsOf } from "../oracle.ts";
import { DRAFT_MARK, EMBARGO_MARK, event } from "./furnish.ts";
import type { Memory } from "./inside-asked.ts";
import type { World } from "./world.ts";

/** Connections that nobody answers any more are cut by then. */
const QUIET_MS = 6_000;

/** [HX4] With all that was published, planned and set up taken away: of these memory may grow. */
export async function atRest(world: World): Promise<Memory> {
  await emptied(world);
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  return await world.inside("memory", {});
}

async function emptied(world: World): Promise<void> {
  const { ask } = askerOf(world);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const held = await ask("GET", "/api/v1/desk/event");
    const match = { "if-match": held.headers.get("etag") ?? "" };
    const set = await ask("PUT", "/api/v1/desk/event", { ...event, rehearsal: true }, match);
    const again = { "if-match": set.headers.get("etag") ?? "" };
    const ended = await ask("POST", "/api/v1/desk/rehearsal/end", { keep: "preparation" }, again);
    if (ended.status === 200) break;
    if (attempt === 4) throw new Error(`the rehearsal does not end: ${set.status} ${ended.text}`);
  }
  const held = await ask("GET", "/api/v1/desk/event");
  await ask(
    "PUT",
    "/api/v1/desk/event",
    { ...event, rehearsal: true },
    { "if-match": held.headers.get("etag") ?? "" },
  );
  await stillHidden(world);
}

/** A run without anything to find proves nothing. */
async function stillHidden(world: World): Promise<void> {
  const { ask } = askerOf(world);
  for (const [id, mark] of [
    [world.known.draftId, DRAFT_MARK],
    [world.known.embargoedId, EMBARGO_MARK],
  ] as const) {
    const { text, status } = await ask("GET", `/api/v1/desk/announcements/${id}`);
    if (status !== 200 || !text.includes(mark))
      throw new Error(`what was hidden is gone: ${status} ${text.slice(0, 200)}`);
  }
}

function askerOf({ port, known }: World) {
  return {
    ask: async (method: string, path: string, json?: unknown, headers: Record<string, string> = {}) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${known.adminToken}`,
          "content-type": "application/json",
          ...headers,
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
  };
}

/** [HX5] What may be in no log; and [HX1, HX2] what should have been no news. */
export function logFaults(world: World): string[] {
  const secrets = secretsOf(world.known);
  const faults: string[] = [];
  for (const line of world.log().split("\n")) {
    // A fault of ours has its trace there, where it belongs; that it is there at all is told by its message.
    const isOurs =
      /"msg":"(a request failed|a desk could not be served|a screen could not be (served|found)|receipts could not be taken)"/.test(
        line,
      );
    const isText = line !== "" && !line.startsWith("{");
    if (isOurs || isText) faults.push(`in the log: ${line.slice(0, 600)}`);
    else
      faults.push(
        ...leaksIn(line, secrets, ANYBODY).map((leak) => `in the log: ${leak}: ${line.slice(0, 300)}`),
      );
  }
  return faults.slice(0, 20);
}
