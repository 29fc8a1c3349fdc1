import { positionOf } from "./text-position.ts";

export type DecodedText =
  | { readonly ok: true; readonly text: string; readonly encoding: "UTF-8" | "UTF-16" }
  | { readonly ok: false; readonly message: string };

/** What files start with that are no programme, whatever their name says. */
const MAGIC: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ["a ZIP archive or an office document such as .xlsx or .ods", [0x50, 0x4b]],
  ["an older Office document such as .xls", [0xd0, 0xcf, 0x11, 0xe0]],
  ["a PDF document", [0x25, 0x50, 0x44, 0x46]],
  ["a GIF picture", [0x47, 0x49, 0x46, 0x38]],
  ["a PNG picture", [0x89, 0x50, 0x4e, 0x47]],
  ["a JPEG picture", [0xff, 0xd8, 0xff]],
  ["a gzip archive", [0x1f, 0x8b]],
  ["a bzip2 archive", [0x42, 0x5a, 0x68]],
  ["an xz archive", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["a 7-Zip archive", [0x37, 0x7a, 0xbc, 0xaf]],
  ["an SQLite database", [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20]],
  ["a program", [0x7f, 0x45, 0x4c, 0x46]],
];

/**
 * The text of a file. UTF-8 with or without a byte order mark, or UTF-16 with one; anything else is refused,
 * since a guess at an encoding would put wrong letters on every screen without anybody being told.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes.length === 0) return { ok: false, message: "is empty" };
  if (startsWith(bytes, [0xff, 0xfe])) return decodeUtf16(bytes, "utf-16le");
  if (startsWith(bytes, [0xfe, 0xff])) return decodeUtf16(bytes, "utf-16be");
  const magic = MAGIC.find(([, start]) => startsWith(bytes, start));
  if (magic !== undefined) return { ok: false, message: `looks like ${magic[0]}` };
  if (bytes.length > 1 && (bytes[0] === 0) !== (bytes[1] === 0))
    return { ok: false, message: "looks like UTF-16 without a byte order mark; save it as UTF-8" };

  const text = decoded(bytes, "utf-8");
  if (text === undefined) {
    const lenient = new TextDecoder("utf-8").decode(bytes);
    const where = positionOf(lenient, lenient.indexOf("\ufffd"));
    return { ok: false, message: `is not valid UTF-8 (${where}); save it as UTF-8` };
  }
  return withoutNul(text, "UTF-8");
}

function decodeUtf16(bytes: Uint8Array, label: "utf-16le" | "utf-16be"): DecodedText {
  const text = decoded(bytes, label);
  if (text === undefined) return { ok: false, message: "is not valid UTF-16; save it as UTF-8" };
  return withoutNul(text, "UTF-16");
}

function withoutNul(text: string, encoding: "UTF-8" | "UTF-16"): DecodedText {
  const nul = text.indexOf("\u0000");
  if (nul === -1) return { ok: true, text, encoding };
  return { ok: false, message: `holds a NUL character (${positionOf(text, nul)}), which no text file has` };
}

/** `TextDecoder` takes the byte order mark away. */
function decoded(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
