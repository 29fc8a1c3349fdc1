/**
 * What a server that leaves owes to those who are asking: an answer, and the word that it is the last on this
 * connection. Without it a client that keeps its connection busy is cut off in the middle of a request.
 */
import type { ServerResponse } from "node:http";

export class LastAnswers {
  readonly #underWay = new Set<ServerResponse>();
  #isLeaving = false;

  /** Every response passes here before it is answered. */
  watch(response: ServerResponse): void {
    if (this.#isLeaving) sayLast(response);
    this.#underWay.add(response);
    response.once("close", () => this.#underWay.delete(response));
  }

  leave(): void {
    this.#isLeaving = true;
    for (const response of this.#underWay) sayLast(response);
  }
}

function sayLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}
