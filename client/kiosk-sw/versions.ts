/**
 * Which version of the page for screens is started. Pure.
 *
 * - [KW2] A new one is tried: it counts as good once it has run for a while. Until then the last good one is kept.
 * - [KW3] One that says that it crashed, or was started twice and neither time lasted, is not started again.
 * - [KW4] Where no good one is kept, whatever there is goes on being tried, the server's own before what is kept.
 */
export interface Versions {
  readonly good?: string;
  readonly trying?: { readonly build: string; readonly starts: number };
  readonly bad: readonly string[];
}

export interface Start {
  readonly versions: Versions;
  readonly build: string;
  /** The server's is asked for first. */
  readonly isDesperate: boolean;
}

export const noVersions: Versions = { bad: [] };

const STARTS_MOST = 2;
const REMEMBERED = 20;

/** The worker of a build serves from now on. */
export function activated(versions: Versions, build: string): Versions {
  if (versions.good === build || versions.bad.includes(build)) return versions;
  return { ...versions, trying: { build, starts: 0 } };
}

export function started(versions: Versions, own: string): Start {
  const { good, trying } = versions;
  if (trying === undefined) {
    const build = good ?? own;
    return { versions, build, isDesperate: versions.bad.includes(build) };
  }
  if (trying.starts < STARTS_MOST || good === undefined) {
    const counted = { ...versions, trying: { ...trying, starts: trying.starts + 1 } };
    return { versions: counted, build: trying.build, isDesperate: trying.starts >= STARTS_MOST };
  }
  return { versions: without(versions, trying.build), build: good, isDesperate: false };
}

/** A page of this build has run for a while. */
export function well({ bad }: Versions, build: string): Versions {
  return { good: build, bad: bad.filter((each) => each !== build) };
}

export function crashed(versions: Versions, build: string): Versions {
  // What was good before is not made bad by one bad day.
  return versions.good === build ? versions : without(versions, build);
}

function without({ good, trying, bad }: Versions, build: string): Versions {
  return {
    ...(good === undefined ? {} : { good }),
    ...(trying === undefined || trying.build === build ? {} : { trying }),
    bad: [...bad.filter((each) => each !== build), build].slice(-REMEMBERED),
  };
}

/** Whose files are still of use. */
export const needed = ({ good, trying }: Versions, own: string): ReadonlySet<string> =>
  new Set([good, trying?.build, own].filter((build) => build !== undefined));
