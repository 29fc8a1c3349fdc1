/**
 * What a line of the log is about, wherever in the stack it is written: the request under way, or the job.
 *
 * [OL1] What is begun within it and goes on after it says so too: lines say by what they came about.
 */
import { AsyncLocalStorage } from "node:async_hooks";

type About = Readonly<Record<string, string | undefined>>;

const underWay = new AsyncLocalStorage<About>();

/** Does the work; all that is logged by it has these fields. */
export const about = <T>(fields: About, work: () => T): T => underWay.run(fields, work);

export const aboutNow = (): About => underWay.getStore() ?? NOTHING;

const NOTHING: About = Object.freeze({});
