/** Says what was found of the audit: what is proven, what is not, and what is wrong. */
import type { AuditVerdict } from "../../server/store/audit-chain.ts";

export function described(verdict: AuditVerdict, keyFile: string): string[] {
  const { fault } = verdict;
  const first =
    fault === undefined
      ? "The audit is as it was written."
      : `THE AUDIT WAS TAMPERED WITH, at entry ${fault.offset}: ${fault.reason}.`;
  return [first, ...chain(verdict), ...seals(verdict, keyFile)];
}

function chain({ proven, trimmedTo, fault }: AuditVerdict): string[] {
  const kept = trimmedTo === undefined ? [] : [`Entries up to ${trimmedTo} were too old to keep.`];
  if (proven !== undefined) {
    const range =
      proven.from === proven.to ? `entry ${proven.from}` : `entries ${proven.from} to ${proven.to}`;
    return [...kept, `Proven by the chain: ${range}, each following from the one before.`];
  }
  return [...kept, fault === undefined ? "There are no entries." : "Nothing is proven."];
}

function seals(
  { sealed, seals: { checked, unchecked }, hasKey, proven }: AuditVerdict,
  keyFile: string,
): string[] {
  if (!hasKey) {
    const made = unchecked === 0 ? "There are none that the chain could be compared with" : count(unchecked);
    return [`Seals could not be checked: the key is not here (${keyFile}). ${made}.`];
  }
  const others =
    unchecked === 0
      ? []
      : [`${count(unchecked)} by other keys could not be checked: see the machines of other workers.`];
  if (sealed === undefined) return ["Nothing is sealed by the key that is here.", ...others];
  const rest = proven === undefined ? 0 : proven.to - sealed.offset;
  return [
    `Sealed up to entry ${sealed.offset}, at ${sealed.at}, by key ${sealed.key} (${count(checked)} checked).`,
    ...(rest > 0 ? [`The newest ${rest} are not sealed yet: the chain alone speaks for them.`] : []),
    ...others,
  ];
}

const count = (seals: number): string => (seals === 1 ? "1 seal" : `${seals} seals`);
