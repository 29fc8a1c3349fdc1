/** Forgets who asked for push once the event is long over. */
import type { DeskEvent } from "../server/contract/event.ts";
import type { RedisPush } from "../server/store/redis-push.ts";

const KEPT_AFTER_MS = 30 * 86_400_000;
/** Whoever subscribes to an event of long ago has this long. */
const KEPT_ANYHOW_MS = 86_400_000;

/** [U9] 30 days after the event ends; nobody while there is none. Answers how many. */
export async function forgetPush(
  store: Pick<RedisPush, "forgetWhere">,
  { endsAt }: Pick<DeskEvent, "endsAt">,
  nowMs: number,
): Promise<number> {
  const endsAtMs = Date.parse(endsAt);
  if (endsAtMs === 0 || nowMs < endsAtMs + KEPT_AFTER_MS) return 0;
  return await store.forgetWhere(({ changedAtMs }) => nowMs >= changedAtMs + KEPT_ANYHOW_MS);
}
