/**
 * The desk's requests. Each one that changes something carries an Idempotency-Key, and the same key
 * again until the server has said what became of it: pressing a button twice never publishes twice.
 */
import { DROP_BACKOFF, fullJitterMs } from "../../../server/core/backoff.ts";

export interface FieldProblem {
  readonly path: string;
  /** In English, as the server says it; parts/fault-words.ts says it in the language of the interface. */
  readonly message: string;
  readonly code?: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly status: number;
  readonly errors: readonly FieldProblem[];
}

export type Answer<T> =
  | {
      readonly ok: true;
      readonly status: number;
      readonly body: T;
      /** From the ETag: what a later change gives as `ifMatch`. Absent where the answer has none. */
      readonly revision?: number;
    }
  | { readonly ok: false; readonly problem: Problem };

export interface Request {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  /** A file, sent as it is. */
  readonly file?: Blob & { readonly type: string };
  readonly ifMatch?: number;
  /** One that was kept with the request, over a reload as well. */
  readonly idempotencyKey?: string;
  /** How often it is tried before it is given up for now. */
  readonly attempts?: number;
}

const ATTEMPTS = 3;
const unreachable: Problem = {
  code: "unreachable",
  detail: "The server cannot be reached. What you typed is kept; press again to try again.",
  status: 0,
  errors: [],
};

const openKeys = new Map<string, string>();

export async function ask<T>(path: string, request: Request = {}): Promise<Answer<T>> {
  const method = request.method ?? "GET";
  const body = request.file ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  const isChange = method !== "GET";
  const print = `${method} ${path} ${request.ifMatch ?? ""} ${typeof body === "string" ? body : ""}`;
  const key = request.idempotencyKey ?? openKeys.get(print) ?? crypto.randomUUID();
  if (isChange) openKeys.set(print, key);
  const headers = {
    ...(body === undefined ? {} : { "content-type": request.file?.type || "application/json" }),
    ...(isChange ? { "idempotency-key": key } : {}),
    ...(request.ifMatch === undefined ? {} : { "if-match": `"${request.ifMatch}"` }),
  };
  for (let attempt = 0; ; attempt++) {
    const answer = await send<T>(path, { method, headers, ...(body === undefined ? {} : { body }) });
    const isOpen = !answer.ok && ["unreachable", "outcome_unknown"].includes(answer.problem.code);
    if (!isOpen) openKeys.delete(print);
    if (!isOpen || attempt + 1 >= (request.attempts ?? ATTEMPTS)) return answer;
    await new Promise((resume) => setTimeout(resume, fullJitterMs(DROP_BACKOFF, attempt, Math.random)));
  }
}

async function send<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  try {
    const answer = await fetch(path, { ...init, credentials: "same-origin" });
    const text = await answer.text();
    const body = text === "" ? undefined : JSON.parse(text);
    if (answer.ok) return { ok: true, status: answer.status, body: body as T, ...revisionOf(answer) };
    return { ok: false, problem: problemFrom(answer.status, body) };
  } catch {
    return { ok: false, problem: unreachable };
  }
}

function revisionOf(answer: Response): { revision?: number } {
  const [, digits] = /^(?:W\/)?"(\d+)"$/.exec(answer.headers.get("etag") ?? "") ?? [];
  return digits === undefined ? {} : { revision: Number(digits) };
}

function problemFrom(status: number, body: Partial<Problem> | undefined): Problem {
  return {
    status,
    code: body?.code ?? "unknown",
    detail: body?.detail ?? `The server answered ${status}.`,
    errors: (body?.errors ?? []).map((error) => ({ ...error, path: dotted(error.path) })),
  };
}

/** `/text/en/headline` and `text[en].headline` name what `text.en.headline` names. */
export const dotted = (path: string): string =>
  path
    .replace(/\[["']?([^\]"']+)["']?\]/g, ".$1")
    .replaceAll("/", ".")
    .replace(/^\./, "");
