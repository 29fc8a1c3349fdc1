/** The audit: its chain, and its seals where their key is here. The same look as `npm run audit -- --verify`. */
import { verifyAudit } from "../../server/store/audit-chain.ts";
import { auditKeyFile, readAuditKey } from "../../server/store/audit-key.ts";
import { described } from "../audit/describe.ts";
import { findingsOf } from "./finding.ts";
import type { Check } from "./ground.ts";

const { ok, warning, fault } = findingsOf("audit");

export const auditWhole: Check = async ({ redis, config }) => {
  const file = auditKeyFile(config.dataDir);
  let key: ReturnType<typeof readAuditKey>;
  try {
    key = readAuditKey(file);
  } catch (error) {
    return [
      warning(
        `The key of the audit's seals cannot be read: ${error instanceof Error ? error.message : error}`,
        `ls -l ${file}`,
      ),
    ];
  }
  const verdict = await verifyAudit(redis, key);
  const [first = ""] = described(verdict, file);
  if (verdict.fault !== undefined)
    return [fault(first, "npm run audit -- --verify, and compare with a backup of before.")];
  const { proven, seals } = verdict;
  const range = proven === undefined ? "no entries" : `entries ${proven.from} to ${proven.to}`;
  return [
    ok(
      `${range}, ${seals.checked} seals checked${key === undefined ? " (their key is not on this machine)" : ""}.`,
    ),
  ];
};
