/**
 * A WebSocket that does not listen to whoever says too much. What arrives in one breath is parsed in one turn of the
 * event loop, and libuv takes two megabytes in a breath: of the smallest frames that is a third of a million.
 *
 * - [HC1] More than a hundred frames within a second, whatever they are, and the connection is closed with 1008: nothing
 *   more is read of it, and what it was told before still arrives. Pings count, and pongs: a client of ours sends a
 *   message now and then, and a pong a minute.
 */
const FRAMES_PER_SECOND = 100;
const POLICY_VIOLATION = 1_008;

/** What is heard of a frame. */
const HEARD = new Set<string | symbol>(["message", "ping", "pong"]);

/** As much of the class of `ws` (8) as is used here: it comes with Engine.IO, and is no package of ours. */
interface WebSocketParts {
  // biome-ignore lint/suspicious/noExplicitAny: what an event carries is no concern here
  emit(event: string | symbol, ...given: any[]): boolean;
  close(code: number): void;
  pause(): void;
}
// biome-ignore lint/suspicious/noExplicitAny: the constructor is ws' own
type WebSocketClass = new (...given: any[]) => WebSocketParts;

/** What is inside of Engine.IO's server (6.6) and not in its types. */
interface EngineParts {
  readonly ws: { readonly options: { WebSocket: WebSocketClass } };
}

/** Every connection of this engine from now on. */
export function pace(engine: object): void {
  const { options } = (engine as EngineParts).ws;
  options.WebSocket = paced(options.WebSocket);
}

function paced(WebSocket: WebSocketClass): WebSocketClass {
  return class extends WebSocket {
    #second = 0;
    #frames = 0;

    // biome-ignore lint/suspicious/noExplicitAny: what an event carries is no concern here
    override emit(event: string | symbol, ...given: any[]): boolean {
      if (!HEARD.has(event) || this.#mayBeHeard()) return super.emit(event, ...given);
      return false;
    }

    #mayBeHeard(): boolean {
      const second = Math.trunc(performance.now() / 1_000);
      if (second !== this.#second) {
        this.#second = second;
        this.#frames = 0;
      }
      this.#frames += 1;
      if (this.#frames === FRAMES_PER_SECOND + 1) {
        this.close(POLICY_VIOLATION);
        this.pause();
      }
      return this.#frames <= FRAMES_PER_SECOND;
    }
  };
}
