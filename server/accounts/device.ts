/**
 * What a browser calls itself, cut to what its owner recognises in a list of sessions: "Firefox on Linux".
 * Anybody may claim to be any browser, so nothing is ever decided by it.
 */

// Each of the later ones claims to be the ones before it too, so the first that matches is the right one.
const browsers: readonly (readonly [name: string, sign: RegExp])[] = [
  ["Edge", /\bEdg(e|A|iOS)?\//],
  ["Opera", /\b(OPR|Opera)\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Vivaldi", /\bVivaldi\//],
  ["Firefox", /\b(Firefox|FxiOS)\//],
  ["Chrome", /\b(Chrome|CriOS|Chromium|HeadlessChrome)\//],
  ["Safari", /\bVersion\/[\d.]+.*\bSafari\//],
];

const systems: readonly (readonly [name: string, sign: RegExp])[] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["macOS", /\bMac OS X\b|\bMacintosh\b/],
  ["Linux", /\bLinux\b|\bX11\b/],
];

/** A header may be as long as all headers together. */
const LOOKED_AT = 400;

/** Undefined where there is nothing to recognise it by. */
export function deviceOf(userAgent: string | undefined): string | undefined {
  const given = (userAgent ?? "").slice(0, LOOKED_AT);
  const called = (known: typeof browsers) => known.find(([, sign]) => sign.test(given))?.[0];
  const browser = called(browsers) ?? programOf(given);
  const system = called(systems);
  if (browser === undefined) return system;
  return system === undefined ? browser : `${browser} on ${system}`;
}

/** A program that says its own name first, such as curl/8.5; every browser says Mozilla there. */
function programOf(given: string): string | undefined {
  const name = /^[A-Za-z][A-Za-z0-9 ._-]{0,29}(?=\/|$)/.exec(given)?.[0].trim();
  return name === "Mozilla" ? undefined : name;
}
