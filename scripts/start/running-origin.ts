import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the pages of an `npm start` are reached, for the commands that print links while it runs. */
const fileIn = (dataDir: string): string => join(dataDir, "server.origin");

/** Returns how to take the note away again. */
export function noteOrigin(dataDir: string, origin: string): () => void {
  writeFileSync(fileIn(dataDir), `${origin}\n`, { mode: 0o600 });
  return () => rmSync(fileIn(dataDir), { force: true });
}

/** Undefined where nothing was noted: then the environment says where the server is. */
export function notedOrigin(dataDir: string): string | undefined {
  try {
    const text = readFileSync(fileIn(dataDir), "utf8").trim();
    return URL.canParse(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
