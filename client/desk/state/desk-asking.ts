/** Asks the server for a person, and for what the page does by itself. */
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { type Answer, ask, type Request } from "./desk-api.ts";

interface AskingDeps {
  /** The server answered that nobody is signed in: whether somebody is all the same. */
  readonly stillHere: () => Promise<boolean>;
  /** Puts the question; `done` says whether the password was given. */
  readonly password: (done: (isProven: boolean) => void) => void;
}

export function createAsking({ stillHere, password }: AskingDeps) {
  /** Where only the password is wanted again, asks the person for it and goes on. */
  async function withPassword<T>(path: string, request: Request = {}): Promise<Answer<T>> {
    for (let isSecond = false; ; ) {
      const answer = await ask<T>(path, request);
      if (answer.ok) return answer;
      if (answer.problem.status === 401) {
        if (!(await stillHere()) || isSecond) return answer;
        isSecond = true;
        continue;
      }
      if (answer.problem.code !== "fresh_sign_in_required") return answer;
      if (!(await new Promise<boolean>(password))) return answer;
    }
  }

  /** Nobody is asked for anything, and it is tried once: whoever calls it tries again in its own time. */
  async function quietly(path: string, request: Request): Promise<Answer<DeskAnnouncement>> {
    const answer = await ask<DeskAnnouncement>(path, { ...request, attempts: 1 });
    if (!answer.ok && answer.problem.status === 401) await stillHere();
    return answer;
  }

  return { withPassword, quietly };
}
