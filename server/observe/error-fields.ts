/**
 * An error as it stands in a log: what it says and where it came from. Nothing else that hangs on it: a refusal of
 * Redis carries the command with all of its arguments, among them texts and hashes.
 */
export function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const code = (error as { code?: unknown }).code;
  return {
    type: name,
    message,
    ...(typeof code === "string" ? { code } : {}),
    ...(cause instanceof Error ? { cause: errorFields(cause) } : {}),
    stack,
  };
}
