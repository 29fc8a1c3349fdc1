/**
 * What a backup consists of, one line of JSON each. Names are those of keys without their prefix.
 *
 * - The last record that begins a value (`part` 0) counts, with the parts that follow it; so what changed while
 *   the backup was made is simply written again.
 * - A stream's entries come in order, each once.
 * - Text that is not UTF-8 is `{"b": base64}`.
 */
import { isUtf8 } from "node:buffer";

export type Packed = string | { readonly b: string };

export type ValueRecord = {
  readonly k: string;
  readonly t: "string" | "hash" | "zset";
  readonly part: number;
  /** A string alone; fields and values; members and scores. */
  readonly v: readonly Packed[];
  /** The instant in ms at which it leaves. */
  readonly until?: number;
};

export type StreamRecord = {
  readonly k: string;
  readonly t: "stream";
  readonly v: readonly (readonly [id: string, fields: readonly Packed[]])[];
};

/** Of a stream: what came before this entry was forgotten while the backup was made. */
export type TrimRecord = { readonly k: string; readonly t: "trim"; readonly from: string };
export type GoneRecord = { readonly k: string; readonly t: "gone" };

export interface Summary {
  /** The instant that all of it stands for, by Redis' clock. */
  readonly at: string;
  readonly epoch: string;
  readonly offset: number;
  readonly auditOffset: number;
  readonly announcements: number;
  readonly scheduled: number;
  readonly people: number;
  readonly tokens: number;
  readonly kiosks: number;
  readonly push: number;
}

/** Last. */
export type EndRecord = { readonly t: "end"; readonly summary: Summary };

export type BackupRecord = ValueRecord | StreamRecord | TrimRecord | GoneRecord | EndRecord;

export const packed = (bytes: Buffer): Packed =>
  isUtf8(bytes) ? bytes.toString("utf8") : { b: bytes.toString("base64") };

export const unpacked = (value: Packed): string | Buffer =>
  typeof value === "string" ? value : Buffer.from(value.b, "base64");
