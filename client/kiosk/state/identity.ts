/**
 * Who this screen is: its token, and what it is to be. Both come from the server, stay on the device over a power
 * cut, and are forgotten when the server does not know the token any more.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { KioskConfig } from "../../../server/contract/kiosk.ts";
import type { Kept } from "../device/kept.ts";
import { readJson } from "../device/kept.ts";
import { readConfig } from "./read-config.ts";

export interface Identity {
  readonly token: ReadonlySignal<string | undefined>;
  readonly config: ReadonlySignal<KioskConfig | undefined>;
  /** It was known once, and is not any more. */
  readonly wasRefused: ReadonlySignal<boolean>;
  /** Somebody at the desk has claimed it. */
  take(token: string, config: unknown): void;
  /** It is to be something else. */
  tell(config: unknown): void;
  /** A newer token; resolves once it is on the device. */
  renew(token: string): Promise<void>;
  refuse(): void;
}

export function createIdentity(kept: Kept): Identity {
  const token = signal(kept.read("token") ?? undefined);
  const config = signal(readConfig(readJson(kept, "config")));
  const wasRefused = signal(kept.read("refused") !== null);

  function keepToken(given: string | undefined): void {
    kept.write("token", given);
    token.value = given;
  }

  function tell(raw: unknown): void {
    const told = readConfig(raw);
    if (told === undefined) return;
    kept.write("config", JSON.stringify(told));
    config.value = told;
  }

  return {
    token,
    config,
    wasRefused,
    take: (given, raw) => {
      kept.write("refused", undefined);
      wasRefused.value = false;
      tell(raw);
      keepToken(given);
    },
    tell,
    renew: async (given) => {
      keepToken(given);
      await kept.settled();
    },
    refuse: () => {
      kept.write("refused", "yes");
      kept.write("config", undefined);
      keepToken(undefined);
      wasRefused.value = true;
      config.value = undefined;
    },
  };
}
