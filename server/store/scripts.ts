/** The Lua scripts as files, loaded once. Each file's header says its keys, arguments and answers. */
import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";

const read = (name: string): string => readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8");

const audited = (name: string): string => `${read("audit-link")}\n${read(name)}`;

interface Script {
  readonly command: string;
  readonly lua: string;
}

export const scripts = {
  commit: { command: "fanfareCommit", lua: audited("commit") },
  newEpoch: { command: "fanfareNewEpoch", lua: audited("new-epoch") },
  touchOnce: { command: "fanfareTouchOnce", lua: read("touch-once") },
  changePeople: { command: "fanfareChangePeople", lua: audited("change-people") },
  changeKiosks: { command: "fanfareChangeKiosks", lua: audited("change-kiosks") },
  openPairing: { command: "fanfareOpenPairing", lua: read("open-pairing") },
  putReceipt: { command: "fanfarePutReceipt", lua: read("put-receipt") },
  startOver: { command: "fanfareStartOver", lua: audited("start-over") },
  changePush: { command: "fanfareChangePush", lua: read("change-push") },
  movePushCursor: { command: "fanfareMovePushCursor", lua: read("move-push-cursor") },
  loadPage: { command: "fanfareLoadPage", lua: read("load-page") },
} as const satisfies Record<string, Script>;

/** Makes the scripts known to a connection; ioredis sends the hash, and the text where Redis forgot it. */
export function defineScripts(redis: Redis): void {
  for (const { command, lua } of Object.values(scripts)) redis.defineCommand(command, { lua });
}

/** Runs a script. Redis answers lists and strings. */
export function run(
  redis: Redis,
  script: keyof typeof scripts,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  const call = Reflect.get(redis, scripts[script].command) as (...args: unknown[]) => Promise<unknown>;
  return call.call(redis, keys.length, ...keys, ...args);
}
