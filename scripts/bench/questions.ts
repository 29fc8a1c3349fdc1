/** Questions to a process of ours, and its answers, over the channel between parent and child. */
import type { GuardedProcess } from "../start/guarded-process.ts";

/** What can be asked, by name. */
export type Questions<Q> = { [Name in keyof Q]: { ask: object; answer: unknown } };

export interface Asked<Q> {
  readonly id: number;
  readonly question: keyof Q;
  readonly ask: object;
}

export type Reply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly fault: string };

export type Ask<Q extends Questions<Q>> = <Name extends keyof Q>(
  question: Name,
  ask: Q[Name]["ask"],
) => Promise<Q[Name]["answer"]>;

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

/** A child that ends answers nothing any more: what it was asked is rejected. */
export function asking<Q extends Questions<Q>>(child: GuardedProcess, who: string): Ask<Q> {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let ended = false;
  child.channel.on("message", (reply: Reply) => {
    const asker = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ("fault" in reply) asker?.reject(new Error(reply.fault));
    else asker?.resolve(reply.answer as never);
  });
  child.exited.then(() => {
    ended = true;
    for (const { reject } of waiting.values()) reject(new Error(`${who} ended`));
  });
  return (question, ask) =>
    new Promise((resolve, reject) => {
      if (ended) throw new Error(`${who} ended`);
      asked += 1;
      waiting.set(asked, { resolve: resolve as Waiting["resolve"], reject });
      child.channel.send({ id: asked, question, ask } satisfies Asked<Q>, (error) => error && reject(error));
    });
}

/** The child's side: each question has its work. */
export function answering<Q extends Questions<Q>>(
  work: {
    [Name in keyof Q]: (ask: Q[Name]["ask"]) => Promise<Q[Name]["answer"]>;
  },
): void {
  process.on("message", ({ id, question, ask }: Asked<Q>) => {
    work[question](ask as never).then(
      (answer) => process.send?.({ id, answer } satisfies Reply),
      (error: unknown) => process.send?.({ id, fault: String(error) } satisfies Reply),
    );
  });
}
