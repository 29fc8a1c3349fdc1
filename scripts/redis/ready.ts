import { createConnection } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** Resolves true once Redis answers on the socket (its data loaded), false when it ended instead. */
export async function readyOnSocket(socketPath: string, exited: Promise<unknown>): Promise<boolean> {
  let ended = false;
  exited.then(() => {
    ended = true;
  });
  while (!ended) {
    if (await answersPing(socketPath)) return true;
    await Promise.race([pause(4), exited]);
  }
  return false;
}

/** Whether a Redis on this socket answers PONG within a second. */
export function answersPing(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection({ path: socketPath }, () => connection.write("PING\r\n"));
    const answer = (pong: boolean) => {
      connection.destroy();
      resolve(pong);
    };
    connection.setTimeout(1_000, () => answer(false));
    connection.on("error", () => answer(false));
    connection.on("close", () => answer(false));
    connection.on("data", (data) => answer(data.toString("latin1").startsWith("+PONG")));
  });
}
