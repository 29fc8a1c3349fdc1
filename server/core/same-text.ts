/**
 * Whether two texts are the same, in a time that only their lengths decide: for hashes of secrets, whose length
 * everybody knows. Pure, so that what is decided about tokens stays so.
 */
export function sameText(given: string, known: string): boolean {
  if (given.length !== known.length) return false;
  let differs = 0;
  for (let at = 0; at < given.length; at += 1) differs |= given.charCodeAt(at) ^ known.charCodeAt(at);
  return differs === 0;
}
