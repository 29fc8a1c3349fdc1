/**
 * What the desk tells a screen to do.
 *
 * - [CD1] Once: what was begun is on the device before it is done, so that a page that is loaded again by it does
 *         not do it again.
 * - [CD2] Nothing is emptied that could not be filled again: without a server that answers, that is refused.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { CommandName } from "../../../server/contract/kiosk.ts";
import type { KioskCommand } from "../../../server/contract/kiosk-socket.ts";
import { type Kept, readJson } from "../device/kept.ts";

export type Overlay = "identify" | "test-card";

export interface CommandParts {
  readonly kept: Pick<Kept, "read" | "write" | "settled">;
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly isServerThere: () => Promise<boolean>;
  readonly loadAgain: () => void;
  /** All that is on the device, but for who it is and what it has still to tell. */
  readonly emptyDevice: () => Promise<void>;
}

export interface Commands {
  readonly overlay: ReadonlySignal<Overlay | undefined>;
  take(command: KioskCommand, answer: (answer: object) => void): void;
}

const SHOWN_MS: Readonly<Record<Overlay, number>> = { identify: 15_000, "test-card": 30_000 };
/** For the answer to be on its way. */
const LEAVE_MS = 500;
const KEPT_AS = "commands";
const REMEMBERED = 100;

export function createCommands(parts: CommandParts): Commands {
  const { kept, now, after } = parts;
  const overlay = signal<Overlay | undefined>(undefined);
  let done = readJson<readonly string[]>(kept, KEPT_AS) ?? [];
  let cancel: (() => void) | undefined;

  function show(what: Overlay): void {
    cancel?.();
    overlay.value = what;
    cancel = after(SHOWN_MS[what], () => {
      overlay.value = undefined;
    });
  }

  async function remember(id: string): Promise<void> {
    done = [...done, id].slice(-REMEMBERED);
    kept.write(KEPT_AS, JSON.stringify(done));
    await kept.settled();
  }

  const doing: Readonly<Record<CommandName, () => Promise<void> | void>> = {
    identify: () => show("identify"),
    "test-card": () => show("test-card"),
    reload: () => void after(LEAVE_MS, parts.loadAgain),
    "clear-cache": async () => {
      await parts.emptyDevice();
      after(LEAVE_MS, parts.loadAgain);
    },
  };

  async function run({ id, command, expiresAt }: KioskCommand): Promise<object> {
    if (done.includes(id)) return { ok: true };
    if (Date.parse(expiresAt) <= now()) return { ok: false, code: "expired" };
    if (!(command in doing)) return { ok: false, code: "unknown_command" };
    if (command === "clear-cache" && !(await parts.isServerThere())) return { ok: false, code: "offline" };
    await remember(id);
    await doing[command]();
    return { ok: true };
  }

  return {
    overlay,
    take: (command, answer) => {
      run(command).then(answer, (error: unknown) =>
        answer({ ok: false, code: "failed", detail: String(error) }),
      );
    },
  };
}
