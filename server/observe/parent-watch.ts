/**
 * Ends this process when whoever started it is gone, however it went (a killed parent closes its end of
 * every channel). The one who watches is either an IPC channel, or, with `pipe`, our standard input.
 *
 * `stop` is called once and should be safe to call beside a SIGTERM. If it takes longer than
 * `patienceMs`, the process ends without it. Watching alone does not keep the process alive.
 */
export function exitWithParent(
  stop: () => void | Promise<void>,
  { pipe = false, patienceMs = 8_000 }: { pipe?: boolean; patienceMs?: number } = {},
): void {
  let left = false;
  const leave = () => {
    if (left) return;
    left = true;
    setTimeout(() => process.exit(1), patienceMs).unref();
    Promise.resolve()
      .then(stop)
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };

  if (process.channel) {
    process.once("disconnect", leave);
    process.channel.unref();
  } else if (pipe) {
    process.stdin.once("end", leave).once("close", leave).once("error", leave);
    process.stdin.resume();
    if ("unref" in process.stdin) process.stdin.unref();
  }
}
