/** A server whose event loop can be held: SIGUSR2 keeps it from everything for BLOCK_MS. */
const blockMs = Number(process.env.CHAOS_BLOCK_MS ?? 5_000);

process.on("SIGUSR2", () => {
  const end = performance.now() + blockMs;
  while (performance.now() < end);
});

await import("../../../server/main.ts");
