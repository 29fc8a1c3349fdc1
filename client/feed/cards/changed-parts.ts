/** A place and time as it was and as it is, in the parts that differ: `16:00`, `Hall 3`. Pure. */
const partsOf = (text: string | undefined): readonly string[] => (text ? text.split(/\s*[,，、،]\s*/) : []);

/** Whole where they cannot be laid side by side, or nothing differs. */
export function changedParts(
  from: string | undefined,
  to: string | undefined,
): readonly [was: readonly string[], is: readonly string[]] {
  const [was, is] = [partsOf(from), partsOf(to)];
  const differs = (_: string, at: number): boolean => was[at] !== is[at];
  const [left, right] = [was.filter(differs), is.filter(differs)];
  if (was.length === is.length && left.length > 0) return [left, right];
  return [from ? [from] : [], to ? [to] : []];
}
