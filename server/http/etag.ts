import { createHash } from "node:crypto";

/** An entity tag for whatever the parts name: they may hold anything, the tag is plain. */
export const tagOf = (...parts: readonly (string | number)[]): string =>
  `"${createHash("sha256").update(parts.join("\n")).digest("base64url").slice(0, 22)}"`;
