/**
 * Passwords: argon2id (RFC 9106) with OWASP's least cost, written as a PHC string.
 *
 * - [A13] Two are worked on at a time and eight wait; whoever comes then is told to come later, since
 *   each takes 19 MiB and a core for some 50 ms.
 * - [A14] Comparing with no password takes as long as with a wrong one.
 */
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { granted, type Result, refused } from "../contract/refusals.ts";

export interface Cost {
  readonly memoryKiB: number;
  readonly passes: number;
}

const COST: Cost = { memoryKiB: 19_456, passes: 2 };
const AT_A_TIME = 2;
const WAITING_MOST = 8;
const TAG_BYTES = 32;

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

export class Passwords {
  readonly #cost: Cost;
  readonly #nobody: string;
  readonly #waiting: (() => void)[] = [];
  #working = 0;

  constructor(cost: Cost = COST) {
    this.#cost = cost;
    this.#nobody = phc(cost, randomBytes(16), randomBytes(TAG_BYTES));
  }

  hash(password: string): Promise<Result<string>> {
    return this.#inTurn(async () => {
      const salt = randomBytes(16);
      return phc(this.#cost, salt, await derive(password, salt, this.#cost));
    });
  }

  /** With `undefined` for somebody who has no password, or is not there at all: false, in the same time. */
  matches(password: string, hash: string | undefined): Promise<Result<boolean>> {
    return this.#inTurn(async () => {
      const { cost, salt, tag } = parsePhc(hash ?? this.#nobody);
      return timingSafeEqual(await derive(password, salt, cost), tag) && hash !== undefined;
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<Result<T>> {
    if (this.#working >= AT_A_TIME) {
      if (this.#waiting.length >= WAITING_MOST)
        return refused("too_many_requests", "many are signing in just now", { retryAfterMs: 1_000 });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#working += 1;
    }
    try {
      return granted(await work());
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#working -= 1;
      else next();
    }
  }
}

const unpadded = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");

const phc = ({ memoryKiB, passes }: Cost, salt: Buffer, tag: Buffer): string =>
  `$argon2id$v=19$m=${memoryKiB},t=${passes},p=1$${unpadded(salt)}$${unpadded(tag)}`;

function parsePhc(text: string): { cost: Cost; salt: Buffer; tag: Buffer } {
  const match = PHC.exec(text);
  if (match === null) throw new Error("a stored password is not in the form that we write");
  const [, memory, passes, salt, tag] = match as unknown as [string, string, string, string, string];
  return {
    cost: { memoryKiB: Number(memory), passes: Number(passes) },
    salt: Buffer.from(salt, "base64"),
    tag: Buffer.from(tag, "base64"),
  };
}

/** Normalised (NFKC), so that the same password typed on another keyboard is the same. */
function derive(password: string, nonce: Buffer, { memoryKiB, passes }: Cost): Promise<Buffer> {
  const parameters: Argon2Parameters = {
    message: password.normalize("NFKC"),
    nonce,
    parallelism: 1,
    tagLength: TAG_BYTES,
    memory: memoryKiB,
    passes,
  };
  return new Promise((resolve, reject) => {
    argon2("argon2id", parameters, (error, tag) => (error === null ? resolve(tag) : reject(error)));
  });
}
