/** Whether a port can be had, asked by having it for a moment: what several are to share, nobody else may hold. */
import { type AddressInfo, createServer } from "node:net";

export type PortFinding = { free: true; port: number } | { free: false; reason: string };

/** Tries to listen, and lets go again. Port 0 finds a free one, which then stays the same over restarts. */
export function tryPort(host: string, port: number, variable = "PORT"): Promise<PortFinding> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      resolve({ free: false, reason: reasonFor(error, host, port, variable) });
    });
    server.listen({ host, port, exclusive: true }, () => {
      const { port: found } = server.address() as AddressInfo;
      server.close(() => resolve({ free: true, port: found }));
    });
  });
}

function reasonFor(error: NodeJS.ErrnoException, host: string, port: number, variable: string): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${port} of ${host} is taken by another program: stop that, or choose another with ${variable}.`;
    case "EACCES":
      return `Port ${port} may not be used by this user: choose one above 1023 with ${variable}.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${host} is not an address of this machine: change HOST.`;
    default:
      return `Port ${port} of ${host} cannot be used (${error.code ?? error.message}).`;
  }
}
