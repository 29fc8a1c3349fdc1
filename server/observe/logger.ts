/** One line of JSON for each thing worth knowing, with the time and the name of the process' part. */
import { destination, type Logger, pino, stdTimeFunctions } from "pino";

export type { Logger } from "pino";

/** Ids and codes only: no text of an announcement, no secret is ever passed to it. */
export const createLogger = (level: string, name: string): Logger =>
  pino(
    { level, name, base: { name, pid: process.pid }, timestamp: stdTimeFunctions.isoTime },
    standardOutput(),
  );

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
