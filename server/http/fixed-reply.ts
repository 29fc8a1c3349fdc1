/** An answer that is the same for everybody for as long as the process lives; made when it is first asked for. */
import { granted, type Result } from "../contract/refusals.ts";
import { tagOf } from "./etag.ts";
import type { Reply } from "./route.ts";

export function fixed(type: string, text: () => string): () => Result<Reply> {
  let reply: Reply | undefined;
  return () => {
    if (reply === undefined) {
      const encoded = text();
      const headers = { "Cache-Control": "no-cache" };
      reply = { type, text: encoded, etag: tagOf(encoded), revalidates: true, headers };
    }
    return granted(reply);
  };
}
