/** Waits for a condition, never for a time. */
export async function until<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  what = "it",
  ms = 8_000,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
