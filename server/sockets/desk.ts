/**
 * The desk's namespace: colleagues hear of each change as it is made. Ids and states only; whoever may read
 * the text asks for it.
 */
import type { Namespace, Socket } from "socket.io";
import { type RefusalCode, refusals } from "../contract/refusals.ts";
import { type Changed, deskAuthSchema } from "../contract/socket.ts";
import { PROTOCOL_VERSION } from "../contract/version.ts";
import type { AuditNote } from "../core/change.ts";
import { MessageRate } from "./message-rate.ts";

/** How often an open socket's right to be here is looked up again. */
const RECHECK_MS = 10_000;

export interface DeskParts {
  /** Whether who opened this socket may still read the desk. Rejects where the store cannot say. */
  readonly admits: (socket: Socket, token: string | undefined) => Promise<boolean>;
}

/** What the desk is told of an entry of the audit; undefined where it is not about an announcement. */
export function changedBy(note: AuditNote): Changed | undefined {
  const { announcementId, revision, to, byName } = note;
  if (announcementId === undefined || revision === undefined || to === undefined) return undefined;
  return { announcementId, revision, state: to, by: byName };
}

export function serveDesk(namespace: Namespace, parts: DeskParts): void {
  namespace.on("connection", (socket) => void begin(socket, parts));
}

async function begin(socket: Socket, { admits }: DeskParts): Promise<void> {
  const auth = deskAuthSchema.safeParse(socket.handshake.auth);
  if (!auth.success) return refuse(socket, "invalid");
  if (auth.data.protocol !== PROTOCOL_VERSION) return refuse(socket, "unsupported_protocol");
  const look = async () => {
    try {
      if (!(await admits(socket, auth.data.token))) refuse(socket, "not_signed_in");
      else return true;
    } catch {
      refuse(socket, "redis_unavailable");
    }
    return false;
  };
  listen(socket);
  if (!(await look()) || !socket.connected) return;
  socket.join("desk");
  const timer = setInterval(() => void look(), RECHECK_MS);
  socket.on("disconnect", () => clearInterval(timer));
  socket.emit("hello", { protocol: PROTOCOL_VERSION });
}

function listen(socket: Socket): void {
  const rate = new MessageRate(performance.now());
  socket.onAny((_event: string, ...given: unknown[]) => {
    const verdict = rate.take(performance.now());
    if (verdict === "close") return refuse(socket, "too_many_requests");
    const ack = given.at(-1);
    if (typeof ack !== "function") return;
    ack({ ok: false, code: verdict === "taken" ? "unknown_event" : "too_many_requests" });
  });
}

function refuse(socket: Socket, code: RefusalCode): void {
  const { action, title } = refusals[code];
  socket.emit("refused", {
    code,
    action,
    message: title,
    ...(action === "retry" ? { retryAfterMs: 2_000 } : {}),
  });
  socket.disconnect(true);
}
