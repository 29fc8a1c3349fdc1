/** How long an answer asks to wait; undefined where it says nothing that can be read. */
export function retryAfterMs({ headers }: Response): number | undefined {
  const seconds = Number(headers.get("retry-after"));
  return seconds > 0 ? seconds * 1_000 : undefined;
}
