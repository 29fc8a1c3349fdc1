/** Public answers leave compressed, and what many ask for is compressed once. Never the desk's, never a stream. */
import type { Request, RequestHandler, Response } from "express";
import { type Coding, codingFor, Encodings, isCompressible, WORTH_BYTES } from "./compress.ts";
import { isHeld, send } from "./respond.ts";
import type { Reply } from "./route.ts";

const MOST = 64;
const MOST_BYTES = 32_000_000;

interface Kept {
  readonly encodings: Encodings;
  readonly bytes: number;
}

/** The texts that were asked for last, by address and entity tag: what has both alike is alike. */
export class RecentEncodings {
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  of(key: string, text: string | Buffer): Encodings {
    const kept = this.#kept.get(key) ?? { encodings: new Encodings(text), bytes: text.length };
    this.#drop(key);
    this.#kept.set(key, kept);
    this.#bytes += kept.bytes;
    for (const oldest of this.#kept.keys()) {
      if (oldest === key || (this.#kept.size <= MOST && this.#bytes <= MOST_BYTES)) break;
      this.#drop(oldest);
    }
    return kept.encodings;
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }
}

/** Gives every answer of an application the one place where compressed texts are kept. */
export function keepEncodings(): RequestHandler {
  const recent = new RecentEncodings();
  return (_request, response, next) => {
    response.locals.encodings = recent;
    next();
  };
}

/** As `send`, in the smallest form that the reader takes. What has no entity tag is sent as it is. */
export async function sendCompressed(request: Request, response: Response, reply: Reply): Promise<void> {
  const { type = "", text = "", etag } = reply;
  if (etag === undefined || text.length < WORTH_BYTES || !isCompressible(type))
    return send(request, response, reply);
  const varied = { ...reply, headers: { ...reply.headers, Vary: varyOf(reply) } };
  const coding = codingFor(request.headers["accept-encoding"]);
  if (coding === undefined) return send(request, response, varied);
  const tagged = { ...varied, etag: tagIn(coding, etag) };
  if (reply.revalidates === true && isHeld(request, etag)) return send(request, response, tagged);
  const recent = response.locals.encodings as RecentEncodings;
  const { protocol, host, originalUrl } = request;
  const encodings = reply.encodings ?? recent.of(`${protocol}://${host}${originalUrl} ${etag}`, text);
  const headers = { ...varied.headers, "Content-Encoding": coding };
  send(request, response, { ...tagged, headers, text: await encodings.as(coding) });
}

const varyOf = ({ headers }: Reply): string => [headers?.Vary, "Accept-Encoding"].filter(Boolean).join(", ");

/** A strong tag names bytes, so each coding has its own; `isHeld` knows them for the same. */
const tagIn = (coding: Coding, etag: string): string =>
  etag.startsWith("W/") ? etag : etag.replace(/"$/, `-${coding}"`);
