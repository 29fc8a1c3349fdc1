/**
 * The version of the wire. A change to any schema that travels (test/contract/wire-freeze.test.ts
 * notices) needs a new number, a line in PROTOCOL.md's history, and a sample message kept for
 * screens that still run last week's code.
 */
export const PROTOCOL_VERSION = 1;
