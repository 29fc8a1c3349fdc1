/**
 * A screen on site without its page: it shows a code, is given its
 * token, comes, says how it is and what it showed.
 */
import { io, type Socket } from "socket.io-client";
import type { RealServer } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import type { KioskConfig, Pairing } from "../../server/contract/kiosk.ts";
import type { KioskCommand, KioskHealth, Receipt } from "../../server/contract/kiosk-socket.ts";

export interface ShownCode extends Pairing {
  /** Asks for its token once: whether somebody looks at it meanwhile, or the token. */
  poll(): Promise<{ readonly isLookedAt?: boolean; readonly token?: string }>;
}

export interface PairedScreen {
  readonly id: string;
  readonly socket: Socket;
  /** What it was told to be, newest. */
  config(): KioskConfig | undefined;
  readonly commands: readonly KioskCommand[];
  say(health: KioskHealth): void;
  shows(...receipts: readonly Receipt[]): Promise<void>;
  leave(): void;
}

/** A screen that nobody has paired yet. */
export async function showCode(
  { api }: RealServer,
  screen = { width: 1920, height: 1080 },
): Promise<ShownCode> {
  const path = "/api/v1/kiosk/pairings";
  const { json } = await api.ask(path, { token: "", json: { screen } });
  return {
    ...json,
    poll: async () =>
      (await api.ask(`${path}/token`, { token: "", json: { deviceCode: json.deviceCode } })).json,
  };
}

/** Comes with its token, and does what it is told: what it answers is `answer`'s, else that it did it. */
export async function comeWith(
  { base }: RealServer,
  { id, token }: { readonly id: string; readonly token: string },
  answer: (command: KioskCommand) => object | undefined = () => ({ ok: true }),
): Promise<PairedScreen> {
  const socket = io(`${base}/kiosk`, {
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    auth: { protocol: 1, token },
  });
  const configs: KioskConfig[] = [];
  const commands: KioskCommand[] = [];
  socket.on("kiosk", (config: KioskConfig) => configs.push(config));
  socket.on("command", (command: KioskCommand, say: (said: object) => void) => {
    commands.push(command);
    const said = answer(command);
    if (said !== undefined) say(said);
  });
  const odd: unknown[] = [];
  for (const event of ["refused", "connect_error", "disconnect"])
    socket.on(event, (why: unknown) => odd.push([event, String(why), JSON.stringify(why)]));
  await until(() => configs.length > 0, "what it is to be", 15_000).catch((error: Error) => {
    throw new Error(`${error.message}, ${JSON.stringify(odd)}`);
  });
  return {
    id,
    socket,
    config: () => configs.at(-1),
    commands,
    say: (health) => socket.emit("health", health),
    shows: async (...receipts) => {
      const { ok } = await socket.emitWithAck("receipts", receipts);
      if (!ok) throw new Error("its receipts were not taken");
    },
    leave: () => void socket.disconnect(),
  };
}

/** Paired by a program, and there. */
export async function pairedScreen(
  server: RealServer,
  settings: Readonly<Record<string, unknown>>,
  answer?: (command: KioskCommand) => object | undefined,
): Promise<PairedScreen> {
  const code = await showCode(server);
  const { json, text, status } = await server.api.ask("/api/v1/desk/kiosks/claim", {
    json: { userCode: code.userCode, ...settings },
  });
  if (status !== 201) throw new Error(text);
  const { token, ...other } = await code.poll();
  if (token === undefined) throw new Error(JSON.stringify(other));
  return comeWith(server, { id: json.id, token }, answer);
}
