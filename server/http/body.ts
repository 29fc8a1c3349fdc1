/** The body of a request, whole and bounded. */
import express, { type Request, type Response } from "express";
import { granted, type Result, refused } from "../contract/refusals.ts";

export const BODY_LIMIT = 65_536;

const JSON_ONLY = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

export const hasBody = (request: Request): boolean =>
  request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0;

/** Whether a body comes in a form that is taken here. Told before it is read. */
export function acceptedType(request: Request, types?: readonly string[]): Result<undefined> {
  const { "content-type": type = "", "content-encoding": encoding } = request.headers;
  if (encoding !== undefined && encoding !== "identity")
    return refused("unsupported_media_type", "compressed bodies are not taken");
  const bare = type.split(";")[0]!.trim().toLowerCase();
  if (types === undefined ? JSON_ONLY.test(type) : types.includes(bare)) return granted(undefined);
  const wanted = types === undefined ? "application/json, in UTF-8" : types.join(", ");
  return refused("unsupported_media_type", `taken here: ${wanted}`);
}

const readers = new Map<number, express.RequestHandler>();

function readerOf(limit: number): express.RequestHandler {
  let reader = readers.get(limit);
  if (reader === undefined) {
    reader = express.raw({ type: () => true, limit, inflate: false });
    readers.set(limit, reader);
  }
  return reader;
}

/** So long what is too long is read and let go of, before it is refused. */
const LINGER_MS = 1_000;

/** Rejects where the client went away in the middle. What is said to be too long is hardly waited for. */
export async function readBody(request: Request, response: Response, limit: number): Promise<Result<Buffer>> {
  if (Number(request.headers["content-length"] ?? 0) > limit) {
    await letGoOf(request);
    return tooLarge(limit);
  }
  return new Promise((resolve, reject) => {
    readerOf(limit)(request, response, (error?: unknown) => {
      if (error === undefined)
        return resolve(granted(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)));
      switch ((error as { type?: string }).type) {
        case "entity.too.large":
          return resolve(tooLarge(limit));
        case "request.size.invalid":
          return resolve(refused("invalid", "the body is not as long as was said"));
        case "encoding.unsupported":
          return resolve(refused("unsupported_media_type", "compressed bodies are not taken"));
        default:
          return reject(error);
      }
    });
  });
}

/**
 * Whoever is still sending when a connection ends loses the answer to the reset that follows (RFC 9112, 9.6). So
 * what is on its way is taken off it first; who sends slowly, or waits to be told, is answered all the same.
 */
function letGoOf(request: Request): Promise<void> {
  request.resume();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, LINGER_MS);
    request.once("end", done).once("close", done);
  });
}

const tooLarge = (limit: number) => refused("payload_too_large", `at most ${limit} bytes are taken here`);
