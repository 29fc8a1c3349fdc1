/** A file of the build as an answer, with the compressed forms that the build has put beside it. */
import { readFileSync } from "node:fs";
import { type Coding, Encodings } from "./compress.ts";
import { tagOf } from "./etag.ts";
import type { Reply } from "./route.ts";

/** How the build names them: `scripts/build-pages.ts`. */
const ENDINGS: readonly (readonly [Coding, string])[] = [
  ["br", ".br"],
  ["gzip", ".gz"],
];

/** What files may be asked for by their own names, by what these end in. */
export const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  woff2: "font/woff2",
  webmanifest: "application/manifest+json",
  txt: "text/plain; charset=utf-8",
};

export const typeOf = (name: string): string | undefined => TYPES[name.split(".").at(-1) ?? ""];

/** A file is whole or not there: a server that runs without its pages answers that there is none. */
export function fileReply(
  file: string,
  type: string,
  headers: Readonly<Record<string, string>>,
): Reply | undefined {
  const text = bytesOf(file);
  if (text === undefined) return undefined;
  const ready = new Map<Coding, Buffer>();
  for (const [coding, ending] of ENDINGS) {
    const bytes = bytesOf(file + ending);
    if (bytes !== undefined) ready.set(coding, bytes);
  }
  const etag = tagOf(text.toString("latin1"));
  return { type, text, headers, etag, revalidates: true, encodings: new Encodings(text, ready) };
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
