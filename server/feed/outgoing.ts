/** What is sent to many readers alike: each transport encodes it once, whoever needs it first. */
import type { Cursor, SnapshotReason } from "../contract/feed.ts";

interface FrameMessage {
  readonly kind: "frame";
  readonly after: number;
  /** The cursor that it leads to. */
  readonly upTo: Cursor;
  readonly json: string;
}

interface SnapshotMessage {
  readonly kind: "snapshot";
  readonly reason: SnapshotReason;
  readonly upTo: Cursor;
  readonly json: string;
}

export type FeedMessage = FrameMessage | SnapshotMessage;

export class Outgoing {
  readonly message: FeedMessage;
  readonly #forms = new Map<unknown, unknown>();

  constructor(message: FeedMessage) {
    this.message = message;
  }

  /** `encode` is one function for all of one transport: by it a form is found again. */
  as<T>(encode: (message: FeedMessage) => T): T {
    let form = this.#forms.get(encode) as T | undefined;
    if (form === undefined) {
      form = encode(this.message);
      this.#forms.set(encode, form);
    }
    return form;
  }
}
