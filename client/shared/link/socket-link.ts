/** The readers' namespace over a WebSocket. When it is opened again is ours to say (connection-state.ts). */
import { type LinkReports, type OpenLink, PROTOCOL } from "./link.ts";
import { openSocketIo } from "./socket-io.ts";

export const openSocketLink: OpenLink = ({ cursor, attendance }, report) => {
  const told: Readonly<Record<string, LinkReports["hello"] | undefined>> = {
    hello: report.hello,
    snapshot: report.snapshot,
    frame: report.frame,
    refused: report.refused,
  };
  const auth = { protocol: PROTOCOL, cursor, attendance };
  const socket = openSocketIo(
    { address: location.origin.replace("http", "ws"), auth },
    { opened: report.opened, event: (name, payload) => told[name]?.(payload), closed: report.closed },
  );
  return {
    close: socket.close,
    askClock: (answer) =>
      socket.say("clock", undefined, (told) => {
        const { serverAt } = (told ?? {}) as { serverAt?: string };
        const serverAtMs = Date.parse(serverAt ?? "");
        if (!Number.isNaN(serverAtMs)) answer(serverAtMs);
      }),
    sayAttendance: (attendance) => socket.say("attendance", { attendance }),
  };
};
