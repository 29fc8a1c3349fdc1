/** What a server process and the one that supervises it say to each other. */
interface Listening {
  /** From a process: it takes readers now. */
  readonly type: "listening";
}

interface Leave {
  /** To a process: another has its place, and its readers are to go, a few at a time. */
  readonly type: "leave";
}

export const listening: Listening = { type: "listening" };
export const leave: Leave = { type: "leave" };

export const isListening = (message: unknown): boolean => typeOf(message) === listening.type;
export const isLeave = (message: unknown): boolean => typeOf(message) === leave.type;

const typeOf = (message: unknown): unknown =>
  typeof message === "object" && message !== null && "type" in message ? message.type : undefined;
