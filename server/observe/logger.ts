/** One line of JSON for each thing worth knowing, with the time and the name of the process' part. */
import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from "pino";
import { errorFields } from "./error-fields.ts";
import { aboutNow } from "./log-context.ts";

export type { Logger } from "pino";

/** Ids and codes only: no text of an announcement, no secret is ever passed to it. What slips in is left out (SE2). */
export const createLogger = (level: string, name: string, to: DestinationStream = standardOutput()): Logger =>
  pino(
    {
      level,
      name,
      base: { name, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      // A copy: what a line says besides is put into it.
      mixin: () => ({ ...aboutNow() }),
      serializers: { err: errorFields, error: errorFields },
      hooks: { streamWrite: withoutSecrets },
    },
    to,
  );

/** The forms that secrets of ours have: tokens, a bearer, what stands before the @ of an address. */
const SECRETS = /(\bff[tk]_)[\w-]{20,}|(\bBearer )[\x21\x23-\x5b\x5d-\x7e]+|(:\/\/)[^\s"@/]+(?=@)/g;

/** A line of the log as it may stand there. */
export const withoutSecrets = (line: string): string => line.replace(SECRETS, "$1$2$3\u2026");

/** What cannot be written is kept up to here, and is written when it can be. */
const KEPT_BYTES = 1_048_576;
const NO_ROOM: ReadonlySet<string | undefined> = new Set(["ENOSPC", "EDQUOT"]);

/**
 * - A terminal that was closed reads nothing any more: what is left to be said is dropped.
 * - A disk that is full ends no process: it goes on, and says what it has kept once there is room. (That disk may be
 *   Redis' own, and readers go on too.)
 *
 * Pino would try to write for ever when the process ends, and so keep it.
 */
function standardOutput(): ReturnType<typeof destination> {
  const out = destination({ dest: 1, sync: true, maxLength: KEPT_BYTES });
  const { flushSync } = out;
  out.prependListener("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EIO") Object.assign(out, { write: drop, flush: drop, flushSync: drop, end: drop });
    else if (NO_ROOM.has(error.code)) out.flushSync = drop;
    else if (error.code !== "EPIPE") throw error;
  });
  out.on("write", () => {
    if (out.flushSync === drop) out.flushSync = flushSync;
  });
  return out;
}

const drop = () => {};
