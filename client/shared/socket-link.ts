/** The readers' namespace over a WebSocket. Socket.IO's own reconnection is off: we decide (connection-state.ts). */
import { io } from "socket.io-client";
import { type OpenLink, PROTOCOL } from "./link.ts";

export const openSocketLink: OpenLink = ({ cursor, attendance }, report) => {
  const socket = io("/", {
    path: "/socket.io",
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    auth: { protocol: PROTOCOL, ...(cursor && { cursor }), ...(attendance && { attendance }) },
  });
  socket.on("connect", report.opened);
  socket.on("hello", report.hello);
  socket.on("snapshot", report.snapshot);
  socket.on("frame", report.frame);
  socket.on("refused", report.refused);
  socket.on("disconnect", report.closed);
  socket.on("connect_error", report.closed);
  return {
    close: () => socket.close(),
    askClock: (answer) => {
      socket.emit("clock", (ack: { serverAt?: string } | undefined) => {
        const serverAtMs = Date.parse(ack?.serverAt ?? "");
        if (!Number.isNaN(serverAtMs)) answer(serverAtMs);
      });
    },
    sayAttendance: (to) => {
      socket.emit("attendance", { attendance: to }, () => {});
    },
  };
};
