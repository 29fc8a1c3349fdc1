const LONGEST = 2_000;

/**
 * A link that a reader may follow, absolute and http or https, or undefined. `base` is what the file says
 * its relative links stand on.
 */
export function webLink(text: string, base?: string): string | undefined {
  const url = URL.parse(text, base !== undefined && URL.canParse(base) ? base : undefined);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  return url.href.length <= LONGEST ? url.href : undefined;
}
