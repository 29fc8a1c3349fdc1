/**
 * The way of a screen to its server: with a token over `/kiosk`, where it is told what to be and to do and says
 * what it has shown; without one as any reader. When it is opened again is connection-state.ts's to say.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { KioskCommand } from "../../../server/contract/kiosk-socket.ts";
import {
  type Link,
  type LinkOptions,
  type LinkReports,
  type OpenLink,
  PROTOCOL,
} from "../../shared/link/link.ts";
import { openSocketIo, type SocketIo } from "../../shared/link/socket-io.ts";
import { openSocketLink } from "../../shared/link/socket-link.ts";
import type { Identity } from "../state/identity.ts";

/** Whom the server has forgotten is a reader like any other, and comes again as one. */
const FORGOTTEN: ReadonlySet<unknown> = new Set(["kiosk_unknown", "kiosk_stopped"]);
const AS_READER_MS = 1_000;

export interface KioskLinkParts {
  readonly identity: Pick<Identity, "token" | "tell" | "renew" | "refuse">;
  /** Whether it is this page that goes by the identity: one of a device does. */
  readonly hasIdentity: () => boolean;
  readonly onCommand: (command: KioskCommand, answer: (answer: object) => void) => void;
}

export interface KioskLink {
  readonly open: OpenLink;
  /** At a server that takes what a screen says. */
  readonly isJoined: ReadonlySignal<boolean>;
  /** False where it could not be said. */
  say(event: string, payload: unknown, answered?: (answer: unknown) => void): boolean;
  /** Of the last question for the time. */
  readonly roundTripMs: () => number | undefined;
}

export function createKioskLink({ identity, hasIdentity, onCommand }: KioskLinkParts): KioskLink {
  const isJoined = signal(false);
  let joined: SocketIo | undefined;
  let roundTripMs: number | undefined;

  function openAs(token: string, { cursor }: LinkOptions, report: LinkReports): Link {
    const leave = (): void => {
      if (joined !== socket) return;
      joined = undefined;
      isJoined.value = false;
    };
    const told: Readonly<Record<string, (payload: unknown, number: string) => void>> = {
      hello: (payload) => {
        joined = socket;
        isJoined.value = true;
        report.hello(payload);
      },
      kiosk: identity.tell,
      snapshot: report.snapshot,
      frame: report.frame,
      token: (payload) => {
        const { token } = (payload ?? {}) as { token?: unknown };
        if (typeof token === "string") void identity.renew(token).then(() => isOpen && report.closed());
      },
      command: (payload, number) =>
        onCommand(payload as KioskCommand, (answer) => {
          if (isOpen) socket.answer(number, answer);
        }),
      refused: (payload) => {
        const code = ((payload ?? {}) as { code?: unknown }).code;
        if (!FORGOTTEN.has(code)) return report.refused(payload);
        identity.refuse();
        report.refused({ code, action: "retry", retryAfterMs: AS_READER_MS });
      },
    };
    let isOpen = true;
    const socket = openSocketIo(
      {
        address: location.origin.replace("http", "ws"),
        namespace: "/kiosk",
        auth: { protocol: PROTOCOL, token, cursor },
      },
      {
        opened: report.opened,
        event: (name, payload, number) => told[name]?.(payload, number),
        closed: () => {
          isOpen = false;
          leave();
          report.closed();
        },
      },
    );
    return {
      close: () => {
        isOpen = false;
        leave();
        socket.close();
      },
      askClock: (answer) => {
        const sentAt = performance.now();
        socket.say("clock", undefined, (said) => {
          roundTripMs = performance.now() - sentAt;
          const serverAtMs = Date.parse(((said ?? {}) as { serverAt?: string }).serverAt ?? "");
          if (!Number.isNaN(serverAtMs)) answer(serverAtMs);
        });
      },
      sayAttendance: () => {},
    };
  }

  return {
    open: (options, report) => {
      const token = hasIdentity() ? identity.token.peek() : undefined;
      return token === undefined ? openSocketLink(options, report) : openAs(token, options, report);
    },
    isJoined,
    say: (event, payload, answered) => {
      joined?.say(event, payload, answered);
      return joined !== undefined;
    },
    roundTripMs: () => roundTripMs,
  };
}
