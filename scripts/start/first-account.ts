import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Config } from "../../server/config.ts";
import type { Account } from "./summary.ts";

/**
 * The first account of an empty store. The server makes it, since only the server knows whether the store
 * is empty, and reports `{type: "first-account", email, created}`; a password that we chose is then shown.
 */
export interface FirstAccount {
  readonly env: NodeJS.ProcessEnv;
  hear(message: unknown): void;
  /** What the server reports; "there before" when it reports nothing for `patienceMs`. */
  outcome(patienceMs: number): Promise<Account>;
}

export function firstAccount({ email, password }: Config["admin"]): FirstAccount {
  const chosen = password ?? readablePassword();
  const report = Promise.withResolvers<Report>();
  return {
    env: { ADMIN_EMAIL: email, ADMIN_PASSWORD: chosen, FANFARE_FIRST_ACCOUNT: "1" },
    hear(message) {
      // The first report counts: a server that was started again finds the account that it made before.
      if (isReport(message)) report.resolve(message);
    },
    async outcome(patienceMs) {
      const reported = await Promise.race([report.promise, pause(patienceMs, undefined, { ref: false })]);
      if (!reported?.created) return { state: "there-before", email };
      if (password !== undefined) return { state: "made-as-set", email: reported.email };
      return { state: "made", email: reported.email, password: chosen };
    },
  };
}

interface Report {
  type: "first-account";
  email: string;
  created: boolean;
}

/** 24 letters and digits in groups, without those that look alike: about 118 bits. */
function readablePassword(): string {
  const letters = "abcdefghijkmnpqrstuvwxyz23456789";
  const group = () => Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join("");
  return Array.from({ length: 4 }, group).join("-");
}

function isReport(message: unknown): message is Report {
  return (
    typeof message === "object" &&
    message !== null &&
    "type" in message &&
    message.type === "first-account" &&
    "email" in message &&
    typeof message.email === "string" &&
    "created" in message &&
    typeof message.created === "boolean"
  );
}
