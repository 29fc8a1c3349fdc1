/** Who holds what is open. Pure. */
import type { Presence } from "../../../server/contract/socket.ts";

export type Holder = Presence[number];

/** Who else holds it: another person, or another window of one's own. */
export const heldByOther = (
  presence: Presence,
  id: string | undefined,
  socketId: string | undefined,
): Holder | undefined =>
  id === undefined
    ? undefined
    : presence.find((each) => each.announcementId === id && each.holds && each.socketId !== socketId);

export const holdsIt = (presence: Presence, id: string | undefined, socketId: string | undefined): boolean =>
  id !== undefined &&
  presence.some((each) => each.announcementId === id && each.holds && each.socketId === socketId);
