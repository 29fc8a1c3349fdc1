/** The log: dense from its oldest entry to the head, of this head, and with the text that entries point to. */

import type { EntryDraft } from "../../server/core/change.ts";
import { contentOf } from "../../server/store/entry-body.ts";
import { keys } from "../../server/store/keys.ts";
import { parseStreamEntry } from "../../server/store/stored-record.ts";
import { replies } from "../backup/key-reads.ts";
import { findingsOf, some } from "./finding.ts";
import type { Check, Ground } from "./ground.ts";

const { ok, warning, fault } = findingsOf("log");
const PER_READ = 500;
const RESTORE = "Restore the newest backup: stop all, npm run restore -- FILE --replace.";

export const logWhole: Check = async (ground) => {
  const { redis, facts } = ground;
  const [epoch, headOffset, mark, runId] = await redis.hmget(keys.head, "epoch", "offset", "mark", "runId");
  if (!epoch)
    return [warning("There is no log yet: this store is empty.", "Start a server: npm run server.")];
  const head = Number(headOffset);
  let next: number | undefined;
  let last = 0;
  let newestMark = mark;
  let missing = 0;
  for (let from = "-"; ; ) {
    const page = (await redis.xrange(keys.log, from, "+", "COUNT", PER_READ)) as [string, string[]][];
    for (const entry of page) {
      const { offset, fields } = parseStreamEntry(entry);
      // What was published since the head was read is dense as well.
      if (next !== undefined && offset !== next)
        return [fault(`The log is not dense: after ${next - 1} comes ${offset}.`, RESTORE)];
      next = offset + 1;
      if (offset <= head) {
        last = offset;
        newestMark = fields.get("mark") ?? "";
      }
    }
    missing += await textsMissing(ground, page);
    const end = page.at(-1);
    if (end === undefined) break;
    from = `(${end[0]}`;
  }
  if (last !== head) return [fault(`The head is ${head}, and the log ends at ${last}.`, RESTORE)];
  if (head > 0 && newestMark !== mark)
    return [fault("The newest entry is not the one that the head knows: the log forked.", RESTORE)];
  const findings = [];
  if (missing > 0)
    findings.push(
      fault(
        `The text of ${some(missing, "entry", "entries")} is not there, though nobody took it back.`,
        RESTORE,
      ),
    );
  if (runId && facts.run_id && runId !== facts.run_id)
    findings.push(ok("Redis was started again since the last publication; the next one looks after that."));
  return findings.length > 0 ? findings : [ok(`Dense up to ${head}, epoch ${epoch}, every text is there.`)];
};

/** Of entries whose revision is public still. */
async function textsMissing({ redis }: Ground, page: readonly [string, string[]][]): Promise<number> {
  const wanted = page.flatMap((entry) => {
    const content = contentOf(JSON.parse(parseStreamEntry(entry).fields.get("body") ?? "{}") as EntryDraft);
    return content === undefined ? [] : [content];
  });
  if (wanted.length === 0) return 0;
  const pipeline = redis.pipeline();
  for (const { id, revision } of wanted)
    pipeline.exists(keys.content(id, revision)).hmget(keys.announcement(id), "revision", "withdrawnAtMs");
  const found = await replies(pipeline);
  return wanted.filter(({ revision }, at) => {
    const [isThere, [newest, withdrawnAtMs]] = [found[2 * at], found[2 * at + 1] as (string | null)[]];
    // What was withdrawn, or is of an older revision, may have been taken back.
    return isThere !== 1 && !withdrawnAtMs && String(revision) === newest;
  }).length;
}
