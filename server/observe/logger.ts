/** One line of JSON for each thing worth knowing, with the time and the name of the process' part. */
import { destination, type Logger, pino, stdTimeFunctions } from "pino";

export type { Logger } from "pino";

/** Ids and codes only: no text of an announcement, no secret is ever passed to it. What slips in is left out (SE2). */
export const createLogger = (level: string, name: string): Logger =>
  pino(
    {
      level,
      name,
      base: { name, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      serializers: { err: said },
      hooks: { streamWrite: withoutSecrets },
    },
    standardOutput(),
  );

/** What an error says, and no more of it: those of ioredis carry their command, with all that was to be written. */
function said(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack, cause } = error;
  const { code } = error as { readonly code?: unknown };
  return {
    type: name,
    message,
    ...(typeof code === "string" ? { code } : {}),
    stack,
    ...(cause instanceof Error ? { cause: said(cause) } : {}),
  };
}

/** The forms that secrets of ours have: tokens, a bearer, what stands before the @ of an address. */
const SECRETS = /(\bff[tk]_)[\w-]{20,}|(\bBearer )[\x21\x23-\x5b\x5d-\x7e]+|(:\/\/)[^\s"@/]+(?=@)/g;

/** A line of the log as it may stand there. */
export const withoutSecrets = (line: string): string => line.replace(SECRETS, "$1$2$3\u2026");

/**
 * A terminal that was closed reads nothing any more: what is left to be said is dropped. Pino would try to write it
 * for ever when the process ends, and so keep it.
 */
function standardOutput(): ReturnType<typeof destination> {
  const out = destination(1);
  out.prependListener("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EIO") Object.assign(out, { write: drop, flush: drop, flushSync: drop, end: drop });
    else if (error.code !== "EPIPE") throw error;
  });
  return out;
}

const drop = () => {};
