/** As much of HTTP's chunks and of server-sent events as a client needs that trusts its server. */

/** Hears where an event lies, without the empty line that ends it, in bytes valid only until it returns. */
export type EventListener = (bytes: Buffer, start: number, end: number) => void;

const BREAK = Buffer.from("\n\n");
const CRLF = 2;

/** Cuts the body of an answer into events, wherever reads and chunks happen to end. */
export class EventReader {
  readonly #isChunked: boolean;
  #rest: Buffer | undefined;
  /** What of an event the chunks so far have brought. */
  #begun: Buffer | undefined;

  constructor(isChunked: boolean) {
    this.#isChunked = isChunked;
  }

  /** Takes the first so many of the bytes. */
  push(piece: Buffer, size: number, listener: EventListener): void {
    if (!this.#isChunked) {
      this.#cut(piece, 0, size, listener);
      return;
    }
    const bytes = this.#rest === undefined ? piece : Buffer.concat([this.#rest, piece.subarray(0, size)]);
    const length = this.#rest === undefined ? size : bytes.length;
    let at = 0;
    while (at < length) {
      const start = bytes.indexOf("\n", at) + 1;
      if (start === 0 || start > length) break;
      const end = start + sizeAt(bytes, at);
      if (length < end + CRLF) break;
      this.#cut(bytes, start, end, listener);
      at = end + CRLF;
    }
    // The piece's memory belongs to whoever gave it.
    this.#rest = at === length ? undefined : Buffer.from(bytes.subarray(at, length));
  }

  #cut(piece: Buffer, from: number, to: number, listener: EventListener): void {
    const bytes = this.#begun === undefined ? piece : Buffer.concat([this.#begun, piece.subarray(from, to)]);
    const length = this.#begun === undefined ? to : bytes.length;
    let at = this.#begun === undefined ? from : 0;
    while (at < length) {
      const end = bytes.indexOf(BREAK, at);
      if (end < 0 || end + BREAK.length > length) break;
      listener(bytes, at, end);
      at = end + BREAK.length;
    }
    this.#begun = at === length ? undefined : Buffer.from(bytes.subarray(at, length));
  }
}

/** The hexadecimal number that a chunk begins with. */
function sizeAt(bytes: Buffer, at: number): number {
  let size = 0;
  for (let place = at; ; place += 1) {
    const digit = hexadecimal(bytes[place] as number);
    if (digit < 0) return size;
    size = size * 16 + digit;
  }
}

function hexadecimal(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
