/**
 * The one trusted-types policy of our pages, `fanfare`: it lets a page start its own service worker, and
 * nothing else. Everything else is made without markup or addresses of scripts.
 */
interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): {
    createScriptURL(address: string): unknown;
  };
}

export type Worker = "/sw.js" | "/kiosk-sw.js";

const policy = (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy("fanfare", {
  createScriptURL(address) {
    if (!/^\/(kiosk-)?sw\.js$/.test(address)) throw new TypeError("no script of ours");
    return address;
  },
});

/** Where there are no trusted types, it is a string; the types of a page know only that. */
export const workerAddress = (worker: Worker): string =>
  (policy?.createScriptURL(worker) ?? worker) as string;
