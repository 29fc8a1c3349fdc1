/** A screen: paired as screens are, it reads like everybody and proves what it showed by receipts. */
import type { Socket } from "socket.io-client";
import type { Entry } from "../../../server/contract/feed.ts";
import type { Random } from "../fault.ts";
import { connected } from "../real-readers.ts";
import { type Actor, breath, type Stage } from "./cast.ts";
import { RunReader } from "./reader.ts";

const ACK_MS = 3_000;
const AT_ONCE = 50;

interface Shown {
  readonly announcementId: string;
  readonly revision: number;
  readonly shownAt: string;
}

export class Screen implements Actor {
  readonly name: string;
  readonly id: string;
  readonly reader: RunReader;
  readonly #stage: Stage;
  readonly #owed: Shown[] = [];
  readonly #telling: Promise<void>;
  #socket: Socket | undefined;
  #isOn = true;
  #givesUp = false;
  #ops = 0;

  static async paired(stage: Stage, name: string, random: Random): Promise<Screen> {
    const { api } = stage.world.servers[0]!.process;
    const asked = async (path: string, json: unknown, token?: string) => {
      const answer = await api.ask(path, { json, ...(token === undefined ? {} : { token }) });
      if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
      return answer.json;
    };
    const { deviceCode, userCode } = await asked("/api/v1/kiosk/pairings", {}, "");
    const { id } = await asked("/api/v1/desk/kiosks/claim", { userCode, name, languages: ["en"] });
    const { token } = await asked("/api/v1/kiosk/pairings/token", { deviceCode }, "");
    return new Screen(stage, { name, id, token, random });
  }

  private constructor(
    stage: Stage,
    { name, id, token, random }: { name: string; id: string; token: string; random: Random },
  ) {
    this.name = name;
    this.id = id;
    this.#stage = stage;
    this.reader = new RunReader(stage, {
      name,
      transport: "socket",
      random,
      bases: () => stage.world.servers.map(({ process }) => process.base),
      onEntry: (entry) => this.#show(entry),
      open: (base, cursor, reports) => {
        const auth = { protocol: 1, token, ...(cursor === undefined ? {} : { cursor }) };
        const socket = connected(`${base}/kiosk`, auth, reports);
        this.#socket = socket;
        return () => socket.disconnect();
      },
    });
    this.#telling = this.#tell(random);
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    await this.#telling;
  }

  /** What is still owed stays so. */
  giveUp(): void {
    this.#givesUp = true;
  }

  #show(entry: Entry): void {
    if (entry.type !== "announcementPublished" && entry.type !== "announcementCorrected") return;
    const { id, revision } = entry.announcement;
    const shownAt = new Date(this.#stage.history.redisNowMs()).toISOString();
    this.#owed.push({ announcementId: id, revision, shownAt });
  }

  /** Sent again until it is acknowledged, as every screen does. */
  async #tell(random: Random): Promise<void> {
    while (this.#isOn || (this.#owed.length > 0 && !this.#givesUp)) {
      await breath(random, 100, 500);
      const batch = this.#owed.slice(0, AT_ONCE);
      const socket = this.#socket;
      if (batch.length === 0 || socket?.connected !== true) continue;
      const op = ++this.#ops;
      for (const shown of batch) this.#note("invoke", op, shown);
      const answer = await socket
        .timeout(ACK_MS)
        .emitWithAck("receipts", batch)
        .catch(() => undefined);
      const results: { ok: boolean; code?: string }[] = answer?.results ?? [];
      for (const [at, shown] of batch.entries()) {
        const result = results[at];
        this.#note(result === undefined ? "info" : result.ok ? "ok" : "fail", op, shown, result?.code);
        // What is not found was withdrawn or lost: the screen sets it aside.
        const isSettled = result?.ok === true || result?.code === "not_found" || result?.code === "invalid";
        if (isSettled) this.#owed.splice(this.#owed.indexOf(shown), 1);
      }
    }
  }

  #note(
    type: "invoke" | "ok" | "fail" | "info",
    op: number,
    { announcementId, revision }: Shown,
    what?: string,
  ): void {
    this.#stage.history.tell({
      proc: this.name,
      f: "receipt",
      type,
      op,
      id: announcementId,
      revision,
      ...(what === undefined ? {} : { what }),
    });
  }
}
