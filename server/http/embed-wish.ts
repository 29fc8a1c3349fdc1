/**
 * What is asked for in the widget's address. It stands in pages
 * of others for years, so what is odd is passed over.
 */
import { kindSchema } from "../contract/announcement.ts";
import { DIGITS } from "../contract/api.ts";
import type { PublicEvent } from "../contract/event.ts";
import type { EmbedWish } from "../contract/page-start.ts";

const MOST = 50;

export function embedWish(query: URLSearchParams, { tracks }: Pick<PublicEvent, "tracks">): EmbedWish {
  const theme = query.get("theme");
  const kind = kindSchema.safeParse(query.get("kind"));
  const track = tracks.find(({ id }) => id === query.get("track"));
  const digits = query.get("limit") ?? "";
  const limit = DIGITS.test(digits) ? Number(digits) : 0;
  return {
    ...(theme === "light" || theme === "dark" ? { theme } : {}),
    ...(kind.success ? { kind: kind.data } : {}),
    ...(track === undefined ? {} : { track: track.id }),
    ...(limit >= 1 && limit <= MOST ? { limit } : {}),
  };
}
