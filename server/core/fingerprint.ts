/** A short name for a value, by which "the same as last time" is told without keeping last time's value. */

/** JSON with its keys in order, so that the order in which fields were set makes no difference. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    const entries = Object.entries(part).filter(([, each]) => each !== undefined);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}

export const saysTheSame = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

/**
 * 64 bits of the value in base 36 (FNV-1a over its UTF-16 units). Against chance, not against malice: who
 * can choose the value can choose the fingerprint.
 */
export function fingerprint(value: unknown): string {
  let hash = 0xcbf29ce484222325n;
  const text = canonicalJson(value);
  for (let at = 0; at < text.length; at += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  }
  return hash.toString(36);
}
