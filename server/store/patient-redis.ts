import { Redis } from "ioredis";

const AGAIN_MS = 250;

type Command = Parameters<Redis["sendCommand"]>[0];

/**
 * Redis that waits for what has arrived, not by the clock alone.
 *
 * - A process that stood still (a machine that was moved, a long collection, a core that others had) finds its
 *   timers run out and the answers unread, for Node runs timers before it reads. So a command whose time is over
 *   gets one more look at the socket: a pause of ours is no silence of Redis.
 * - Where nothing at all has come since it was sent, the path is dead, or Redis hangs: the connection is closed,
 *   else it would swallow every command until the kernel gives up, after many minutes.
 * - Asked to `keepConnecting`, it does not give up before it is closed by us. ioredis does: told of a failover
 *   while it asks the Sentinels for the master, it ends, and stays so.
 */
export class PatientRedis extends Redis {
  #isClosed = false;

  /** For a connection that is to be there until we close it. */
  keepConnecting(): void {
    this.on("end", () => this.#connectAgain());
  }

  override disconnect(reconnect = false): void {
    if (!reconnect) this.#isClosed = true;
    super.disconnect(reconnect);
  }

  #connectAgain(): void {
    setTimeout(() => {
      if (!this.#isClosed && this.status === "end") this.connect().catch(() => {});
    }, AGAIN_MS);
  }

  override sendCommand(...[command, stream]: Parameters<Redis["sendCommand"]>): unknown {
    command.setTimeout = (ms) => this.#await(command, ms);
    return super.sendCommand(command, stream);
  }

  #await(command: Command, ms: number): void {
    const { stream } = this;
    const read = stream?.bytesRead;
    const isOver = () => {
      if (command.isResolved) return;
      command.reject(new Error("Command timed out"));
      if (stream?.bytesRead === read) stream?.destroy(new Error("Redis says nothing any more"));
    };
    // The first look is what remains of this turn of the loop, the second a whole one.
    const timer = setTimeout(() => setImmediate(() => setImmediate(isOver)), ms);
    const clear = () => clearTimeout(timer);
    command.promise.then(clear, clear);
  }
}
