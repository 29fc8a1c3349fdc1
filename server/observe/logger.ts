/** One line of JSON for each thing worth knowing, with the time and the name of the process' part. */
import { type Logger, pino, stdTimeFunctions } from "pino";

export type { Logger } from "pino";

/** Ids and codes only: no text of an announcement, no secret is ever passed to it. */
export const createLogger = (level: string, name: string): Logger =>
  pino({ level, name, base: { name, pid: process.pid }, timestamp: stdTimeFunctions.isoTime });
