/** What is in the store that should not be. */

import { familyOf, ownName } from "../../server/store/key-families.ts";
import { PREFIX } from "../../server/store/keys.ts";
import { findingsOf, some } from "./finding.ts";
import type { Check } from "./ground.ts";

const { ok, warning } = findingsOf("keys");
const PER_SCAN = 1_000;

export const leftovers: Check = async ({ redis }) => {
  let count = 0;
  let restoring = 0;
  const unknown = new Set<string>();
  for (let at = "0", isFirst = true; isFirst || at !== "0"; isFirst = false) {
    const [next, found] = await redis.scan(at, "MATCH", `${PREFIX}:*`, "COUNT", PER_SCAN);
    at = next;
    count += found.length;
    for (const name of found.flatMap((key) => ownName(key) ?? [])) {
      if (name.startsWith("restoring")) restoring += 1;
      else if (familyOf(name) === undefined) unknown.add(name.split(":")[0]!);
    }
  }
  const findings = [];
  if (restoring > 0)
    findings.push(
      warning(
        `${some(restoring, "key", "keys")} of a restore that was cut off, or is under way.`,
        "npm run restore again takes them away; nothing reads them.",
      ),
    );
  if (unknown.size > 0)
    findings.push(
      warning(
        `Keys that this version does not know: ${[...unknown].join(", ")}.`,
        "Run the newest version of Fanfare on every machine.",
      ),
    );
  return findings.length > 0 ? findings : [ok(`${count} keys, all known.`)];
};
