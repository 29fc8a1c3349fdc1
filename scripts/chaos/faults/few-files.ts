import { connect, type Socket } from "node:net";
import type { Fault } from "../fault.ts";
import { fewFiles, fewFilesNeeds } from "../ground/few-files.ts";
import { whyNot } from "../ground/needs.ts";
import { until } from "../until.ts";

const MOST = 256;

/** A server may open nothing more; whoever is there is served, and it does not end. */
export const filesUsedUp: Fault = {
  name: "few-files",
  number: "F27",
  what: `a server may open ${MOST} files, and somebody has opened as many connections`,
  missing: () => whyNot(fewFilesNeeds),
  allows: { writesFail: true },
  holdsMs: (form) => (form === "short" ? 1_000 : 8_000),
  async strike({ servers, expect }) {
    const { name, process } = servers[0]!;
    const few = await fewFiles(process.pid, MOST);
    const idle = Array.from({ length: 2 * MOST }, () => idleConnection(process.base));
    await until(() => idle.some(({ isOver }) => isOver()), "one to be refused");
    return async () => {
      const refused = idle.filter(({ isOver }) => isOver()).length;
      expect(`${name} refuses connections that it cannot hold (${refused})`, refused >= MOST);
      await few.heal();
      for (const { socket } of idle) socket.destroy();
    };
  },
};

function idleConnection(base: string): { readonly socket: Socket; isOver(): boolean } {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  let isOver = false;
  socket
    .on("error", () => {})
    .on("close", () => {
      isOver = true;
    });
  return { socket, isOver: () => isOver };
}
