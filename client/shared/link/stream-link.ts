/** The same feed over server-sent events, for networks that let no WebSocket through. Loaded when needed. */
import type { Attendance } from "../../../server/contract/announcement.ts";
import type { OpenLink } from "./link.ts";

export const openStreamLink: OpenLink = ({ cursor, attendance }, report) => {
  let at = cursor === undefined ? undefined : `${cursor.epoch}.${cursor.offset}`;
  let source = open(attendance);

  function open(attendance: Attendance | undefined): EventSource {
    const query = new URLSearchParams({ ...(at && { cursor: at }), ...(attendance && { attendance }) });
    const source = new EventSource(`/api/v1/feed/stream?${query}`);
    const on = (name: "hello" | "snapshot" | "frame") =>
      source.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) => {
        at = lastEventId || at;
        report[name](readJson(data));
      });
    source.addEventListener("open", report.opened);
    on("hello");
    on("snapshot");
    on("frame");
    // It would come back by itself, at its own pace: that is ours to say.
    source.addEventListener("error", () => {
      source.close();
      report.closed();
    });
    return source;
  }

  return {
    close: () => source.close(),
    askClock: () => {},
    // A stream says nothing after it was opened, so it is opened again, from where it was.
    sayAttendance: (attendance) => {
      source.close();
      source = open(attendance);
    },
  };
};

/** What cannot be read is told as nothing, which is a gap. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
