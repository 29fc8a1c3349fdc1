/** What a node says first to a reader, whatever the transport. */
import type { Hello } from "../contract/socket.ts";
import { PROTOCOL_VERSION } from "../contract/version.ts";
import type { Replica } from "./replica.ts";

export interface HelloParts {
  readonly replica: Pick<Replica, "stale">;
  readonly serverNowMs: () => number;
  readonly isRehearsal: () => boolean;
  /** The build of the pages that this node serves; absent where it serves none. */
  readonly pages?: string | undefined;
}

export const helloOf = ({ replica, serverNowMs, isRehearsal, pages }: HelloParts): Hello => ({
  protocol: PROTOCOL_VERSION,
  serverAt: new Date(serverNowMs()).toISOString(),
  rehearsal: isRehearsal(),
  ...(pages === undefined ? {} : { pages }),
  ...(replica.stale ? { stale: true as const } : {}),
});
