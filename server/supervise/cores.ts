/** What `npm run server` is told after `--`: how many processes, and nothing else. */

/** More than any one machine that this runs on has; a number beyond it is a slip. */
const CORES_MOST = 256;

export type Cores =
  | { readonly ok: true; readonly cores: number }
  | { readonly ok: false; readonly fault: string };

/** [MP1] `available` is what the machine has for us, taken where nothing is said. */
export function parseCores(args: readonly string[], available: number): Cores {
  if (args.length === 0) return { ok: true, cores: Math.min(Math.max(1, available), CORES_MOST) };
  const [, inline] = /^--cores=(.*)$/s.exec(args[0]!) ?? [];
  const given = inline === undefined ? args.slice(1) : [inline, ...args.slice(1)];
  const isNamed = inline !== undefined || args[0] === "--cores";
  const [text] = given;
  if (!isNamed || text === undefined || given.length > 1)
    return fault(`unknown: ${args.join(" ")}; there is --cores N and nothing else`);
  const cores = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : 0;
  if (cores < 1 || cores > CORES_MOST) return fault(`--cores must be a whole number from 1 to ${CORES_MOST}`);
  return { ok: true, cores };
}

const fault = (text: string): Cores => ({ ok: false, fault: text });
