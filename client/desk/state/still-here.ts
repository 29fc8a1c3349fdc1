/**
 * Who is signed in, asked when the server says that nobody is. Whoever gives their password again has another
 * session from then on, in every window of the browser, and what was sent with the former one a moment before
 * is refused: only a second no is believed.
 */
import type { Answer } from "./desk-api.ts";
import type { Who } from "./desk-store.ts";

export const SECOND_LOOK_MS = 700;
const UNREACHABLE_MS = 2_000;

interface StillHereDeps {
  readonly ask: () => Promise<Answer<Who>>;
  readonly wait: (ms: number) => Promise<void>;
  readonly here: (who: Who) => void;
  readonly gone: () => void;
}

/** Resolves with whether somebody still is; asked for by many at once, the server is asked once. */
export function createStillHere({ ask, wait, here, gone }: StillHereDeps): () => Promise<boolean> {
  let looking: Promise<boolean> | undefined;

  async function look(): Promise<boolean> {
    for (let refusals = 0; ; ) {
      const answer = await ask();
      if (answer.ok) {
        here(answer.body);
        return true;
      }
      const isRefused = answer.problem.status === 401;
      if (isRefused) refusals += 1;
      if (refusals === 2) {
        gone();
        return false;
      }
      await wait(isRefused ? SECOND_LOOK_MS : UNREACHABLE_MS);
    }
  }

  return () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
}
