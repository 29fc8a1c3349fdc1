/** What is sent smaller: which coding a reader takes (RFC 9110, 12.5.3), and a text in each of them. */
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export const codings = ["br", "gzip"] as const;
export type Coding = (typeof codings)[number];

/** Below this an answer is one packet anyway. */
export const WORTH_BYTES = 1_024;

const COMPRESSIBLE = /^(text\/|image\/svg\+xml|application\/([\w.-]+\+)?(json|xml)\b)/;

export const isCompressible = (type: string): boolean => COMPRESSIBLE.test(type);

/** The smallest that is taken; undefined where none is. */
export function codingFor(accepted: string | undefined): Coding | undefined {
  if (accepted === undefined) return undefined;
  const weights = new Map(accepted.toLowerCase().split(",").map(weightOf));
  const weightIn = (coding: Coding): number => weights.get(coding) ?? weights.get("*") ?? 0;
  return codings.find((coding) => weightIn(coding) > 0);
}

function weightOf(part: string): [name: string, weight: number] {
  const [name = "", ...parameters] = part.split(";").map((each) => each.trim());
  const q = parameters.find((each) => each.startsWith("q="));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return [name, Number.isNaN(weight) ? 0 : weight];
}

/** One text, compressed when it is first asked for, once for all who ask; or as it was compressed before. */
export class Encodings {
  readonly #text: string | Buffer;
  readonly #made: Map<Coding, Promise<Buffer>>;

  constructor(text: string | Buffer, ready: ReadonlyMap<Coding, Buffer> = new Map()) {
    this.#text = text;
    this.#made = new Map([...ready].map(([coding, bytes]) => [coding, Promise.resolve(bytes)]));
  }

  as(coding: Coding): Promise<Buffer> {
    let made = this.#made.get(coding);
    if (made === undefined) {
      made = compress[coding](this.#text);
      this.#made.set(coding, made);
    }
    return made;
  }
}

const zipped = promisify(gzip);
const brotlied = promisify<string | Buffer, object, Buffer>(brotliCompress);

/** Off the event loop, at a quality that costs milliseconds. */
const compress: Readonly<Record<Coding, (text: string | Buffer) => Promise<Buffer>>> = {
  gzip: (text) => zipped(text, { level: 7 }),
  br: (text) => brotlied(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
};
