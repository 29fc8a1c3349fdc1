/** The event of a real server, written as a lead writes it at the desk. */
import type { RealApi } from "../../scripts/chaos/real-api.ts";
import { event } from "./written.ts";

/** That of written.ts, with what is changed of it. Whether it is a rehearsal is not written this way. */
export async function writeEvent(
  { api }: { readonly api: RealApi },
  change: Partial<ReturnType<typeof event>> = {},
): Promise<void> {
  const { headers } = await api.ask("/api/v1/desk/event");
  const { rehearsal: _, ...written } = { ...event(), ...change };
  const { status, text } = await api.ask("/api/v1/desk/event", {
    method: "PUT",
    json: written,
    headers: { "if-match": headers.get("etag")! },
  });
  if (status !== 200) throw new Error(text);
}
