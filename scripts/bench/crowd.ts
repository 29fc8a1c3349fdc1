/** The bench's handle on its readers, who live in a process of their own: see crowd-process.ts. */
import { join } from "node:path";
import { spawnGuarded } from "../start/guarded-process.ts";
import { pinned } from "./cores.ts";
import type { CrowdQuestion, CrowdQuestions, CrowdReply } from "./crowd-questions.ts";

export interface Crowd {
  ask<Q extends CrowdQuestion>(
    question: Q,
    ask: CrowdQuestions[Q]["ask"],
  ): Promise<CrowdQuestions[Q]["answer"]>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

export async function openCrowd(core: number | undefined): Promise<Crowd> {
  const [command, args] = pinned(core, process.execPath, [join(import.meta.dirname, "crowd-process.ts")]);
  const child = await spawnGuarded(command, args, { ipc: true, output: "inherit" });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  child.channel.on("message", (reply: CrowdReply) => {
    const asker = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ("fault" in reply) asker?.reject(new Error(reply.fault));
    else asker?.resolve(reply.answer as never);
  });
  child.exited.then(() => {
    for (const { reject } of waiting.values()) reject(new Error("the load generator ended"));
  });
  return {
    ask: (question, ask) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve: resolve as Waiting["resolve"], reject });
        child.channel.send({ id: asked, question, ask });
      }),
    async close() {
      await child.stop(2_000);
    },
  };
}
