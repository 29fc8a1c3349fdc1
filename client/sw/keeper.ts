/**
 * What the device keeps of the feed's page, so that it opens without a network.
 *
 * - [SW1] Kept are the last page of `/`, the files of this build, the event and the programme: only answers of
 *         200, asked for without cookies. Everything else passes through untouched: the desk, the kiosk, `/embed`,
 *         `/docs`, sessions, push, streams, sockets.
 * - [SW2] A page is kept together with every file that it names, or not at all. What its scripts name, in the
 *         language of the reader, follows once the page has the time.
 * - [SW3] A page is asked of the network first. Where nothing usable has come after three seconds, or nothing
 *         will, it is the last good page, and where there is none, one of the worker's own; never the browser's.
 * - [SW4] A page is asked for in the language that was chosen on this device, unless its address names one.
 * - [SW5] Offline `/a/:id` is the kept page of `/`, which looks for the announcement among what it holds.
 * - [SW6] What other builds kept is gone once this one serves. A full device keeps less, and nothing fails.
 */
import { addressIn, filesOfPage, filesOfScript, type Handling, isNeeded } from "./handling.ts";
import { offlinePage } from "./offline-page.ts";

export interface Reach {
  readonly caches: CacheStorage;
  readonly fetch: typeof fetch;
  readonly after: (ms: number) => Promise<void>;
  readonly origin: string;
  /** Names the cache of this build. */
  readonly build: string;
}

export interface Reader {
  /** What they chose on this device; absent where it is their browser's choice. */
  readonly chosen?: string | undefined;
  /** What they read now. */
  readonly language: string;
}

/** Keeps the worker alive until the work is done. */
export type Later = (work: Promise<unknown>) => void;

export const PATIENCE_MS = 3_000;
const OURS = "fanfare-";
/** Outlives builds. */
export const DEVICE = `${OURS}device`;
const LANGUAGE = "/~language";

/** Undefined where it could not be done: a device may be full, a network gone. */
const tried = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);

export function createKeeper({ caches, fetch, after, origin, build }: Reach) {
  const own = OURS + build;
  const home = `${origin}/`;

  const kept = async (cache: string, what: string): Promise<Response | undefined> =>
    tried((await caches.open(cache)).match(what, { ignoreVary: true }));

  const keep = async (cache: string, what: string, answer: Response): Promise<void> =>
    (await caches.open(cache)).put(what, answer);

  const ask = (address: string): Promise<Response | undefined> =>
    tried(fetch(address, { credentials: "omit", redirect: "manual", headers: { Accept: "text/html,*/*" } }));

  const chosen = async (): Promise<string | undefined> => (await kept(DEVICE, LANGUAGE))?.text();

  /** The file, kept from now on. */
  async function withFile(name: string): Promise<Response> {
    const cache = await caches.open(own);
    const file = await cache.match(name);
    if (file === undefined) await cache.add(name);
    return file ?? (await cache.match(name))!;
  }

  async function withScripts(names: readonly string[], language: string, seen: Set<string>): Promise<void> {
    const fresh = names.filter((name) => isNeeded(name, language) && !seen.has(name));
    for (const name of fresh) {
      seen.add(name);
      const file = await withFile(name);
      if (name.endsWith(".js")) await withScripts(filesOfScript(await file.text()), language, seen);
    }
  }

  async function keepPage(page: Response | undefined): Promise<void> {
    if (page?.status !== 200) return;
    const copy = page.clone();
    const text = await copy.clone().text();
    // A page of ours, and not one that somebody on the way put in its place.
    if (!text.includes('id="start"')) return;
    await Promise.all(filesOfPage(text).map(withFile));
    await keep(own, "/", copy);
  }

  const inMyLanguage = async (url: string): Promise<string> => addressIn(url, await chosen());

  const keepFresh = async (): Promise<void> => keepPage(await ask(await inMyLanguage(home)));

  async function page(request: Request, later: Later): Promise<Response> {
    const address = await inMyLanguage(request.url);
    const asked = ask(address);
    const usable = asked.then((answer) => (answer && answer.status < 500 ? answer : undefined));
    if (address === (await inMyLanguage(home))) later(tried(asked.then(keepPage)));
    const soon = await Promise.race([usable, after(PATIENCE_MS)]);
    const found = soon ?? (await kept(own, "/")) ?? (await asked) ?? offlinePage();
    // Who is led elsewhere, as by a sign-in before everything, goes there as the browser would.
    return found.type === "opaqueredirect" ? fetch(request) : found;
  }

  async function data({ url }: Request, later: Later): Promise<Response> {
    const answer = await ask(url);
    if (answer?.status !== 200) return (await kept(DEVICE, url)) ?? answer ?? Response.error();
    later(tried(keep(DEVICE, url, answer.clone())));
    return answer;
  }

  async function forgetOthers(): Promise<void> {
    for (const name of await caches.keys())
      if (name.startsWith(OURS) && name !== own && name !== DEVICE) await caches.delete(name);
  }

  return {
    install: () => tried(keepFresh()),
    forgetOthers,
    async answer(request: Request, handling: Handling, later: Later): Promise<Response> {
      if (handling === "data") return data(request, later);
      if (handling === "file") return (await kept(own, request.url)) ?? fetch(request);
      return page(request, later);
    },
    /** The page tells what its reader chose and reads: what they may need next is kept. */
    async told({ chosen: wanted = "", language }: Reader): Promise<void> {
      if (((await chosen()) ?? "") !== wanted) {
        await tried(keep(DEVICE, LANGUAGE, new Response(wanted)));
        await tried(keepFresh());
      }
      const text = await (await kept(own, "/"))?.text();
      await tried(withScripts(filesOfPage(text ?? ""), language, new Set()));
    },
  };
}
