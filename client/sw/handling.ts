/** What the worker does about a request, and what a file of ours names. Pure. */

/** Of a `file` the name never means anything else. */
export type Handling = "page" | "file" | "data";

/** [SW1] Undefined: the request goes its way as if there were no worker. */
export function handlingOf(
  { method, mode, url }: Pick<Request, "method" | "mode" | "url">,
  ourOrigin: string,
): Handling | undefined {
  const { origin, pathname, search } = new URL(url);
  if (method !== "GET" || origin !== ourOrigin) return undefined;
  if (mode === "navigate") return /^\/(a\/[\w-]+)?$/.test(pathname) ? "page" : undefined;
  if (pathname.startsWith("/assets/")) return "file";
  // What the feed asks for in the background and can go on with when it is old.
  return /^\/api\/v1\/(event|programme)$/.test(pathname + search) ? "data" : undefined;
}

/** [SW4] Where a page is asked for in the language that was chosen, unless its address names one. */
export function addressIn(url: string, chosen: string | undefined): string {
  const address = new URL(url);
  address.hash = "";
  if (chosen && !address.searchParams.has("lang")) address.searchParams.set("lang", chosen);
  return address.href;
}

const namedBy = (pattern: RegExp) => (text: string) => [
  ...new Set([...text.matchAll(pattern)].map(([, name]) => `/assets/${name}`)),
];

/** What a page loads; not what its text may speak of, in which quotes are written otherwise. */
export const filesOfPage = namedBy(/(?:href|src)="\/assets\/([\w.-]+)"/g);
/** What a script may load later. */
export const filesOfScript = namedBy(/["'`](?:\.|\/?assets)\/([\w.-]+)["'`]/g);

/** Of words by language a reader needs only their own, and of the widget in others' pages nothing. */
export const isNeeded = (file: string, language: string): boolean => {
  const [, words = language] = /words-(\w\w)-/.exec(file) ?? [];
  return language.startsWith(words) && !file.includes("/embed");
};
