/** The one answer to the cursor with which a reader or a screen comes; live from then on. */
import type { Socket } from "socket.io";
import type { Cursor } from "../contract/feed.ts";
import type { RefusalCode } from "../contract/refusals.ts";
import type { FanOut, Reader } from "../feed/fan-out.ts";
import type { Replica } from "../feed/replica.ts";

/** How long a node waits for an entry that its reader has seen elsewhere. */
const AHEAD_WAIT_MS = 2_000;

export interface CursorAnswerParts {
  readonly replica: Replica;
  readonly fanOut: FanOut;
}

/** [C4] [C5] The code where it has to be refused. Whoever asks has the reader leave the fan-out when the socket ends. */
export async function answerCursor(
  socket: Pick<Socket, "connected">,
  reader: Reader,
  cursor: Cursor | undefined,
  { fanOut, replica }: CursorAnswerParts,
): Promise<RefusalCode | undefined> {
  if (fanOut.join(reader, cursor)) return undefined;

  // Ahead of this node: it may lag, or the reader may come from a log that is no more.
  const reached = await replica.reached(cursor!, AHEAD_WAIT_MS);
  if (!socket.connected) return undefined;
  if (reached && fanOut.join(reader, cursor)) return undefined;
  const judged = await replica.judgeAhead(cursor!);
  if (!socket.connected || fanOut.join(reader, cursor)) return undefined;
  if (judged === "behind") return "behind";
  fanOut.joinAnew(reader, "epoch");
  return undefined;
}
