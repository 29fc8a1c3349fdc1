/** What this device keeps of ours, whoever of the page's parts put it there. */
const OURS = /^fanfare[.-]/;

function storages(): Storage[] {
  try {
    return [localStorage, sessionStorage];
  } catch {
    return [];
  }
}

const keysOf = (storage: Storage): string[] => Object.keys(storage).filter((name) => OURS.test(name));

const cacheNames = async (): Promise<string[]> =>
  ((await globalThis.caches?.keys().catch(() => [])) ?? []).filter((name) => OURS.test(name));

/** In the order of the alphabet; kept pages and files together are `files`. */
export async function namesKept(): Promise<string[]> {
  const names = new Set(
    storages()
      .flatMap(keysOf)
      .map((name) => name.replace(OURS, "")),
  );
  if ((await cacheNames()).length > 0) names.add("files");
  return [...names].sort();
}

/** Storage, kept files and the service worker: as if this device had never been here. */
export async function forgetDevice(): Promise<void> {
  for (const storage of storages()) for (const name of keysOf(storage)) storage.removeItem(name);
  await Promise.all((await cacheNames()).map((name) => caches.delete(name)));
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.unregister();
}
