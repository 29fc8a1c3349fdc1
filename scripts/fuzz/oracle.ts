/** What must hold of everything that comes back, whatever was sent. */
import { problemSchema } from "../../server/contract/api.ts";
import { type RefusalCode, refusals } from "../../server/contract/refusals.ts";
import type { HttpAnswer } from "./wire/http-answer.ts";
import { DRAFT_MARK, EMBARGO_MARK, type Known, PASSWORD } from "./world/furnish.ts";

/** Who hears it, and so what they may see of what is not public. */
export interface Hearer {
  readonly seesDrafts: boolean;
  readonly seesEmbargoed: boolean;
}
export const ANYBODY: Hearer = { seesDrafts: false, seesEmbargoed: false };

export interface AskedAs extends Hearer {
  readonly method: string;
  /** It named `text/html`: refusals may be pages. */
  readonly wantsPage: boolean;
  /** It was no whole request, or one for another protocol: only the worst is looked for. */
  readonly isTorn?: boolean;
}

/** [HX5] Traces of code, and where it lies on this machine. */
const INSIDES =
  /\n\s+at .+:\d+:\d+\)?|node_modules|file:\/\/\/\S+\.(ts|m?js)|\.(ts|js|mjs):\d+|\bReplyError\b|\bECONN[A-Z]+\b/;

/** What may be in no answer and in no line of the log. */
export const secretsOf = ({ adminToken, tokens, session, screens, pushSecret }: Known): string[] => [
  adminToken,
  PASSWORD,
  session,
  pushSecret,
  ...Object.values(tokens),
  ...screens.map(({ token }) => token),
];

export function leaksIn(text: string, secrets: readonly string[], hearer: Hearer): string[] {
  const found: string[] = [];
  if (!hearer.seesDrafts && text.includes(DRAFT_MARK)) found.push("text of a draft");
  if (!hearer.seesEmbargoed && text.includes(EMBARGO_MARK)) found.push("text under embargo");
  if (secrets.some((secret) => text.includes(secret))) found.push("a secret");
  const inside = INSIDES.exec(text)?.[0];
  if (inside !== undefined) found.push(`what is inside: ${inside.trim().slice(0, 80)}`);
  return found;
}

/** [HX2] What is wrong with an answer, apart from what leaks. */
export function formFaults(answer: HttpAnswer, { method, wantsPage, isTorn = false }: AskedAs): string[] {
  const { status, headers, body, isWhole } = answer;
  if (status >= 500 && status !== 503) return [`status ${status}: ${body.toString().slice(0, 300)}`];
  if (isTorn) return [];
  const type = headers.get("content-type") ?? "";
  if (!isWhole && !type.startsWith("text/event-stream")) return [`status ${status}, broken off`];
  if (status < 400 || method === "HEAD") return [];
  if (wantsPage && type.startsWith("text/html")) return [];
  // What is left of an announcement that was withdrawn is a page, whoever asks for it.
  if (status === 410 && type.startsWith("text/html")) return [];
  if (type !== "application/problem+json") return [`status ${status} is ${type || "of no type"}`];
  return problemFaults(status, headers, body.toString());
}

function problemFaults(status: number, headers: ReadonlyMap<string, string>, text: string): string[] {
  const problem = problemSchema.safeParse(parsed(text)).data;
  if (problem === undefined) return [`status ${status} is no problem by its schema: ${text.slice(0, 200)}`];
  const faults: string[] = [];
  const known = refusals[problem.code as RefusalCode];
  if (known?.status !== status || problem.status !== status)
    faults.push(`${problem.code} came with status ${status}`);
  if (problem.requestId !== headers.get("x-request-id")) faults.push("the request has two ids");
  if ((status === 429 || status === 503) && !(Number(headers.get("retry-after")) > 0))
    faults.push(`${problem.code} does not say when to come back`);
  return faults;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
