/**
 * The one trusted-types policy of the feed, `fanfare`: it lets the page start its own service worker, and
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

const WORKER = "/sw.js";

const policy = (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy("fanfare", {
  createScriptURL(address) {
    if (address !== WORKER) throw new TypeError("no script of ours");
    return address;
  },
});

/** Where there are no trusted types, it is a string; the types of a page know only that. */
export const workerAddress = (): string => (policy?.createScriptURL(WORKER) ?? WORKER) as string;
