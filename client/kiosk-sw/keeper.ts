/**
 * What a device keeps of the page for screens, so that one comes up without a network.
 *
 * - [KW1] A build is kept with every file that it has, or not at all; and it is served from what is kept, so that a
 *         screen starts in an instant and never waits for a network.
 * - [KW5] Only `/kiosk` and the files of its builds are answered; everything else passes untouched.
 */
import { offlinePage } from "./offline-page.ts";
import { activated, crashed, needed, noVersions, started, type Versions, well } from "./versions.ts";

export interface Reach {
  readonly caches: CacheStorage;
  readonly fetch: typeof fetch;
  readonly origin: string;
  readonly build: string;
  /** Paths of all that the page of this build may load. */
  readonly files: readonly string[];
}

/** Apart from the feed's, which clears away what it does not know. */
const OURS = "kiosk-";
const STATE = `${OURS}versions`;
const STATE_AT = "/~versions";
const PAGE = "/kiosk";
const PATIENCE_MS = 4_000;

export type Told =
  | { readonly type: "well" | "crashed"; readonly build: string }
  | { readonly type: "versions" };

export function createKeeper({ caches, fetch, origin, build: own, files }: Reach) {
  const cacheOf = (build: string): Promise<Cache> => caches.open(OURS + build);
  let turn: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Versions> {
    try {
      const kept = await (await caches.open(STATE)).match(STATE_AT);
      return kept === undefined ? noVersions : ((await kept.json()) as Versions);
    } catch {
      return noVersions;
    }
  }

  /** One after the other; a device that will not write it down goes on without. */
  function change<T>(decide: (versions: Versions) => { versions: Versions; value: T }): Promise<T> {
    const work = turn.then(async () => {
      const before = await read();
      const { versions, value } = decide(before);
      if (versions !== before) {
        const cache = await caches.open(STATE);
        await cache.put(STATE_AT, new Response(JSON.stringify(versions))).catch(() => {});
      }
      return value;
    });
    turn = work.catch(() => {});
    return work;
  }

  const become = (to: (versions: Versions) => Versions): Promise<Versions> =>
    change((before) => {
      const versions = to(before);
      return { versions, value: versions };
    });

  async function forgetOthers(versions: Versions): Promise<void> {
    const stay = new Set([STATE, ...[...needed(versions, own)].map((build) => OURS + build)]);
    for (const name of await caches.keys())
      if (name.startsWith(OURS) && !stay.has(name)) await caches.delete(name);
  }

  const asked = (signal?: AbortSignal): Promise<Response | undefined> =>
    fetch(origin + PAGE, { credentials: "omit", ...(signal && { signal }) }).then(
      (answer) => (answer.ok ? answer : undefined),
      () => undefined,
    );

  return {
    /** Throws where the server has another build by now, or not all could be had: it is tried again later. */
    async install(): Promise<void> {
      const cache = await cacheOf(own);
      try {
        const page = await fetch(origin + PAGE, { credentials: "omit", cache: "no-cache" });
        const text = await page.clone().text();
        if (page.status !== 200 || !text.includes(`content="${own}"`))
          throw new Error("not the page of this build");
        await cache.addAll([...files]);
        await cache.put(origin + PAGE, page);
      } catch (error) {
        await caches.delete(OURS + own);
        throw error;
      }
    },

    activate: async (): Promise<void> => void (await become((versions) => activated(versions, own))),

    async page(): Promise<Response> {
      const { build, isDesperate } = await change((versions) => {
        const start = started(versions, own);
        return { versions: start.versions, value: start };
      });
      const fresh = isDesperate ? await asked(AbortSignal.timeout(PATIENCE_MS)) : undefined;
      const kept = fresh ?? (await (await cacheOf(build)).match(origin + PAGE));
      return kept ?? (await asked()) ?? (await (await cacheOf(own)).match(origin + PAGE)) ?? offlinePage();
    },

    async file(request: Request): Promise<Response> {
      return (await caches.match(request.url)) ?? fetch(request);
    },

    async told(message: Told): Promise<Versions> {
      if (message.type === "versions") return read();
      if (message.type === "crashed") return become((versions) => crashed(versions, message.build));
      const versions = await become((before) => well(before, message.build));
      await forgetOthers(versions);
      return versions;
    },
  };
}
