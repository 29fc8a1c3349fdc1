/** Answers of HTTP/1.1, taken apart by hand: what a client library would pass over is looked at too. */

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** The body came to its end. */
  readonly isWhole: boolean;
}

export interface HttpTalk {
  readonly answers: readonly HttpAnswer[];
  /** What follows that is no answer. */
  readonly rest: Buffer;
}

const HEAD_END = "\r\n\r\n";

/** `methods` are those that were asked, in their order: the answer to HEAD has no body. */
export function readAnswers(bytes: Buffer, methods: readonly string[]): HttpTalk {
  const answers: HttpAnswer[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const end = rest.indexOf(HEAD_END);
    const head = end < 0 ? undefined : headOf(rest.toString("latin1", 0, end));
    if (head === undefined) break;
    rest = rest.subarray(end + HEAD_END.length);
    if (head.status < 200) continue; // 100 Continue
    const { body, used, isWhole } = bodyOf(head, rest, methods[answers.length]);
    answers.push({ ...head, body, isWhole });
    rest = rest.subarray(used);
  }
  return { answers, rest };
}

interface Head {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
}

function headOf(text: string): Head | undefined {
  const [first = "", ...lines] = text.split("\r\n");
  const status = /^HTTP\/1\.[01] (\d{3})( |$)/.exec(first)?.[1];
  if (status === undefined) return undefined;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { status: Number(status), headers };
}

interface Body {
  readonly body: Buffer;
  readonly used: number;
  readonly isWhole: boolean;
}

function bodyOf({ status, headers }: Head, rest: Buffer, method: string | undefined): Body {
  if (method === "HEAD" || status === 204 || status === 304)
    return { body: Buffer.alloc(0), used: 0, isWhole: true };
  if (/chunked/i.test(headers.get("transfer-encoding") ?? "")) return chunks(rest);
  const given = headers.get("content-length");
  const length = given === undefined ? rest.length : Number(given);
  const body = rest.subarray(0, length);
  return { body, used: body.length, isWhole: body.length === length };
}

function chunks(rest: Buffer): Body {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const line = rest.indexOf("\r\n", at);
    const size = line < 0 ? Number.NaN : Number.parseInt(rest.toString("latin1", at, line), 16);
    const end = line + 2 + size;
    if (Number.isNaN(size) || rest.length < end + 2)
      return { body: Buffer.concat(parts), used: rest.length, isWhole: false };
    parts.push(rest.subarray(line + 2, end));
    at = end + 2;
    if (size === 0) return { body: Buffer.concat(parts), used: at, isWhole: true };
  }
}
