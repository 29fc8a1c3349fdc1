/**
 * Every key of the store. All carry one hash tag, so that a Redis Cluster keeps them in one slot and a
 * script may touch any of them.
 */
export const PREFIX = "{feed}";

export const keys = {
  log: `${PREFIX}:log`,
  head: `${PREFIX}:head`,
  audit: `${PREFIX}:audit`,
  auditHead: `${PREFIX}:audit-head`,
  /** Stream: the head of the audit as a worker signed it, each minute in which it moved. */
  auditSeals: `${PREFIX}:audit-seals`,
  /** Hash: the last link that was forgotten because of its age. */
  auditTrimmed: `${PREFIX}:audit-trimmed`,
  /** Sorted sets: id by offset of first publication; id by instant of the last change; id by due instant. */
  public: `${PREFIX}:public`,
  all: `${PREFIX}:all`,
  due: `${PREFIX}:due`,
  state: (state: string) => `${PREFIX}:state:${state}`,
  announcement: (id: string) => `${PREFIX}:announcement:${id}`,
  revisions: (id: string) => `${PREFIX}:revisions:${id}`,
  /** The public text of one revision, apart from the entries that point to it. */
  content: (id: string, revision: number | string) => `${PREFIX}:content:${id}:${revision}`,
  /** When each revision became public. */
  revealed: (id: string) => `${PREFIX}:revealed:${id}`,
  once: (hash: string) => `${PREFIX}:once:${hash}`,
  /** Hash: how many read at each node. */
  readers: `${PREFIX}:readers`,
  document: (name: string) => `${PREFIX}:document:${name}`,
} as const;
