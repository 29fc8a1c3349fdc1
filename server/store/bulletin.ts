/**
 * Short-lived news between nodes: who edits what, and nothing that must not be lost.
 *
 * - What is sent reaches every node that is connected then, the sender too, in the order of each sender.
 * - It may be lost, and nobody is told: whoever cares sends the whole of its state again.
 */
export interface Bulletin {
  /** Never throws, never waits. */
  send(message: string): void;
  /** Whether what others send arrives here now. */
  readonly connected: boolean;
  /**
   * `onConnected` is called on every new connection: what was said before it was missed. Several may listen, and
   * each passes over what is not for it.
   */
  listen(hear: { onMessage(message: string): void; onConnected(): void }): void;
  close(): void;
}
