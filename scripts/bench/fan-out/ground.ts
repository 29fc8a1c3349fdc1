/** What every part that measures fan-out is given: readers, a core for each side, and where to put what it starts. */
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { type Backstage, type Closer, openBackstage } from "../backstage.ts";
import { type Cores, findCores } from "../cores.ts";
import { type Crowd, openCrowd } from "../crowd.ts";
import { exchange } from "../exchange.ts";
import type { StartGround } from "../npm-start.ts";

export interface FanOutGround {
  readonly cores: Cores;
  readonly crowd: Crowd;
  readonly backstage: Backstage;
  readonly readers: number;
  readonly closers: Closer[];
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** This machine is not made for it: the message says why, and how to change that. */
export class CannotMeasure extends Error {}

/** Beside its readers a process has a few files of its own. */
const OWN_FILES = 200;
const LOOK_MS = 5;

/** All that was started is gone when it is done. */
export async function onFanOutGround<T>(
  { closers, signal, readers, say }: StartGround,
  most: number,
  measure: (ground: FanOutGround) => Promise<T>,
): Promise<T> {
  const room = openFilesAllowed();
  if (room < most + OWN_FILES)
    throw new CannotMeasure(
      `${most} readers need ${most + OWN_FILES} open files in one process, and ${room} are allowed: ulimit -Hn`,
    );
  const own: Closer[] = [];
  const close = async () => {
    for (const each of own.splice(0).reverse()) await each();
  };
  closers.push(close);
  const cores = findCores();
  const backstage = await openBackstage(cores, own);
  const crowd = await openCrowd(cores.crowd);
  own.push(() => crowd.close());
  const result = await measure({ cores, crowd, backstage, readers, closers: own, signal, say });
  for (const [warning, count] of backstage.warnings()) say(`${count} × ${warning}`);
  await close();
  return result;
}

/** The hard limit: Node raises its own to it. */
function openFilesAllowed(): number {
  if (process.platform !== "linux") return Number.POSITIVE_INFINITY;
  const hard = /^Max open files +\S+ +(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
  return hard === undefined || hard === "unlimited" ? Number.POSITIVE_INFINITY : Number(hard);
}

/** Until it may be given readers, as a load balancer asks. */
export async function untilServed(port: number, signal: AbortSignal): Promise<void> {
  const asked = () => exchange({ port, method: "GET", path: "/servez" });
  for (;;) {
    const status = await asked().then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await pause(LOOK_MS, undefined, { signal });
  }
}
