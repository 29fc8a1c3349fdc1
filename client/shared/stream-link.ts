/** The same feed over server-sent events, for networks that let no WebSocket through. Loaded when needed. */
import type { OpenLink } from "./link.ts";

export const openStreamLink: OpenLink = ({ cursor }, report) => {
  const query = cursor === undefined ? "" : `?cursor=${cursor.epoch}.${cursor.offset}`;
  const source = new EventSource(`/api/v1/feed/stream${query}`);
  const on = (name: string, tell: (raw: unknown) => void) =>
    source.addEventListener(name, (event) => tell(JSON.parse((event as MessageEvent<string>).data)));
  source.addEventListener("open", report.opened);
  on("snapshot", report.snapshot);
  on("frame", report.frame);
  // It would come back by itself, at its own pace: that is ours to say.
  source.addEventListener("error", () => {
    source.close();
    report.closed();
  });
  return { close: () => source.close(), askClock: () => {}, sayAttendance: () => {} };
};
