/**
 * As much of Socket.IO (protocol 5 over Engine.IO 4) as a page needs, over the browser's own WebSocket. One
 * connection, never made again by itself; what it does not understand ends it.
 */
export interface SocketIoOptions {
  /** `wss://host`. */
  readonly address: string;
  /** `/kiosk`; absent, the main one. */
  readonly namespace?: string;
  readonly auth: object;
}

export interface SocketIoReports {
  /** The namespace has let us in. */
  opened(): void;
  /** `number` is that of the answer that is wanted; empty where none is. */
  event(name: string, payload: unknown, number: string): void;
  /** Once, for whatever reason; never after our own `close`. */
  closed(): void;
}

export interface SocketIo {
  /** What is said before the namespace has let us in is sent then. */
  say(event: string, payload?: unknown, answered?: (answer: unknown) => void): void;
  /** To an event that wanted one, by its number. */
  answer(number: string, answer: unknown): void;
  close(): void;
}

/** Engine.IO's open packet, or one of Socket.IO's: its kind, its namespace, the number of an answer, the rest. */
const PACKET = /^(0|4[0-4])(\/[^,]*,)?(\d*)(.*)$/s;

export function openSocketIo(
  { address, namespace, auth }: SocketIoOptions,
  report: SocketIoReports,
): SocketIo {
  const socket = new WebSocket(`${address}/socket.io/?EIO=4&transport=websocket`);
  const place = namespace === undefined ? "" : `${namespace},`;
  const answers = new Map<string, (answer: unknown) => void>();
  let asked = 0;
  let stage: "opening" | "joining" | "joined" = "opening";
  const unsent: string[] = [];

  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!take(data)) end();
  };
  socket.onclose = end;

  function close(): void {
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  function end(): void {
    close();
    report.closed();
  }

  /** Whether it may go on: false for what says goodbye, comes out of turn or cannot be read. */
  function take(packet: unknown): boolean {
    if (packet === "2") socket.send("3");
    if (packet === "2" || packet === "6") return true;
    const [, kind, from = "", number = "", text = ""] = PACKET.exec(String(packet)) ?? [];
    const body = readJson(text);
    if (kind === "0" && stage === "opening" && isObject(body)) {
      stage = "joining";
      socket.send(`40${place}${JSON.stringify(auth)}`);
      return true;
    }
    if (from !== place) return false;
    if (kind === "40" && stage === "joining" && isObject(body)) {
      stage = "joined";
      for (const packet of unsent.splice(0)) socket.send(packet);
      report.opened();
      return true;
    }
    if (stage !== "joined" || !Array.isArray(body)) return false;
    if (kind === "42" && typeof body[0] === "string") {
      report.event(body[0], body[1], number);
      return true;
    }
    if (kind !== "43" || number === "") return false;
    const answered = answers.get(number);
    answers.delete(number);
    answered?.(body[0]);
    return true;
  }

  return {
    answer: (number, answer) => socket.send(`43${place}${number}${JSON.stringify([answer])}`),
    say: (event, payload, answered) => {
      const number = answered === undefined ? "" : String(asked++);
      if (answered !== undefined) answers.set(number, answered);
      const packet = `42${place}${number}${JSON.stringify(payload === undefined ? [event] : [event, payload])}`;
      if (stage === "joined") socket.send(packet);
      else unsent.push(packet);
    },
    close,
  };
}

const isObject = (body: unknown): boolean => typeof body === "object" && body !== null;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
