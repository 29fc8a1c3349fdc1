/**
 * What the page and its service worker share of what the device keeps, by name. Storage that may be forbidden
 * or, without TLS, absent: then nothing is kept, and nothing fails.
 */

/** Outlives builds; the service worker reads and writes it too. */
export const DEVICE_CACHE = "fanfare-device";
/** By what the server knows this device for web push, and what it was asked for. */
export const WISHES = "/~push";
export const PROGRAMME = "/api/v1/programme";

export async function readKept<T>(name: string): Promise<T | undefined> {
  try {
    return await (await (await caches.open(DEVICE_CACHE)).match(name))?.json();
  } catch {
    return undefined;
  }
}

/** Undefined: no longer. */
export async function keep(name: string, text: string | undefined): Promise<void> {
  try {
    const cache = await caches.open(DEVICE_CACHE);
    if (text === undefined) await cache.delete(name);
    else await cache.put(name, new Response(text));
  } catch {
    // Kept for this visit only.
  }
}
