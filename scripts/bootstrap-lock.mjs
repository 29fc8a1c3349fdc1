import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

// A lock for the time before anything is installed (the rest of the project uses start/folder-lock.ts).
// The file names the process that holds it by id and start time; when that is gone the lock is stale.

export async function withLock(file, work) {
  await take(file);
  const release = () => rmSync(file, { force: true });
  process.once("exit", release); // also when the work ends the process
  try {
    return await work();
  } finally {
    release();
    process.removeListener("exit", release);
  }
}

async function take(file) {
  const self = `${process.pid} ${startOf(process.pid)}`;
  for (;;) {
    try {
      writeFileSync(file, self, { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (isStale(file)) steal(file);
    else await pause(200);
  }
}

function isStale(file) {
  try {
    const [pid, ...startedAt] = readFileSync(file, "utf8").split(" ");
    const justMade = Date.now() - statSync(file).mtimeMs < 2_000; // perhaps not yet written
    if (!pid) return !justMade;
    return startOf(Number(pid)) !== startedAt.join(" ");
  } catch (error) {
    if (error.code === "ENOENT") return false; // released meanwhile
    throw error;
  }
}

// Of several that find it stale only one can rename it; whoever renamed a fresh one by that race puts it back.
function steal(file) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (isStale(aside)) rmSync(aside);
    else renameSync(aside, file);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

function startOf(pid) {
  try {
    if (process.platform === "linux") {
      return readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")[19];
    }
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}
