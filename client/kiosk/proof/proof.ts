/**
 * Proof of display: looks at what is really painted, keeps the book, and sends it in batches while the server is
 * there. What is painted is asked of the document itself, in a frame after the one in which it was drawn.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { KeptBook } from "./kept-book.ts";
import {
  type AnswerToOne,
  answered,
  type Book,
  begun,
  looked,
  nextBatch,
  openIn,
  receiptOf,
  type Seen,
  setAsideIn,
} from "./receipt-book.ts";

const LOOK_MS = 1_000;
const CHANGES = {
  subtree: true,
  childList: true,
  attributeFilter: ["data-announcement-id", "data-revision"],
};
const SEND_MS = 3_000;
/** A server that refuses a whole batch is left alone for a while. */
const PAUSE_MS = 15_000;
const ANSWERS_MS = 10_000;
/** Of how many revisions it is remembered when they came. */
const ARRIVALS = 2_000;

export interface ProofParts {
  readonly kept: KeptBook;
  readonly now: () => number;
  /** Undefined while no server is there that takes receipts. */
  readonly say: (event: string, payload: unknown, answered: (answer: unknown) => void) => boolean;
}

export interface Proof {
  /** An announcement has come. */
  arrived(seen: Seen): void;
  start(): void;
  readonly counts: ReadonlySignal<{ readonly queued: number; readonly setAside: number }>;
  settled(): Promise<void>;
}

export function createProof({ kept, now, say }: ProofParts): Proof {
  let book: Book = begun(kept.read);
  const arrivals = new Map<string, number>();
  const counts = signal({ queued: openIn(book), setAside: setAsideIn(book) });
  let isSending = false;
  let notBefore = 0;

  function keep(next: Book): void {
    if (next === book) return;
    book = next;
    kept.write(book);
    const [queued, setAside] = [openIn(book), setAsideIn(book)];
    if (queued !== counts.peek().queued || setAside !== counts.peek().setAside)
      counts.value = { queued, setAside };
  }

  let isLooking = false;

  /** In the frame after the next, in which what changed has been drawn. */
  function look(): void {
    // A page out of sight draws no frames: what it shows is seen by nobody.
    if (document.visibilityState !== "visible") keep(looked(book, [], now()));
    if (isLooking) return;
    isLooking = true;
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        isLooking = false;
        keep(looked(book, painted(), now(), (key) => arrivals.get(key)));
      }),
    );
  }

  function send(): void {
    const sent = nextBatch(book);
    if (isSending || sent.length === 0 || performance.now() < notBefore) return;
    const end = (answer: unknown): void => {
      if (!isSending) return;
      isSending = false;
      clearTimeout(timer);
      const { ok, results = [] } = (answer ?? {}) as { ok?: boolean; results?: readonly AnswerToOne[] };
      if (ok === true) keep(answered(book, sent, results));
      // One that is refused for now would be refused at once again.
      const isAllTaken = ok === true && results.every((each) => each.ok);
      notBefore = isAllTaken ? 0 : performance.now() + PAUSE_MS;
      if (isAllTaken) send();
    };
    isSending = say("receipts", sent.map(receiptOf), end);
    const timer = setTimeout(() => end(undefined), ANSWERS_MS);
  }

  return {
    arrived: (seen) => {
      const key = `${seen.announcementId}.${seen.revision}`;
      if (!arrivals.has(key)) arrivals.set(key, now());
      if (arrivals.size > ARRIVALS) arrivals.delete(arrivals.keys().next().value!);
    },
    start: () => {
      new MutationObserver(look).observe(document.querySelector("#app")!, CHANGES);
      setInterval(look, LOOK_MS);
      setInterval(send, SEND_MS);
      addEventListener("pagehide", () => {
        keep(looked(book, [], now()));
        // No time is left to wait in: what is begun now is mostly done.
        void kept.settled();
      });
    },
    counts,
    settled: kept.settled,
  };
}

/** What the document shows just now. */
const painted = (): Seen[] =>
  [...document.querySelectorAll<HTMLElement>("#app [data-announcement-id][data-revision]")].flatMap(
    ({ dataset, offsetWidth, offsetHeight }) =>
      offsetWidth > 0 && offsetHeight > 0
        ? [{ announcementId: dataset.announcementId!, revision: Number(dataset.revision) }]
        : [],
  );
