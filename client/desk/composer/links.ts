/** Links as the contract takes them: http or https. Pure. */
export function isLink(text: string): boolean {
  const trimmed = text.trim();
  if (!/^https?:\/\//i.test(trimmed) || /[\s\u202a-\u202e]/.test(trimmed)) return false;
  return URL.canParse(trimmed) && new URL(trimmed).hostname !== "";
}

/** Still being typed: a beginning of an address is not yet wrong. */
export const mayBecomeLink = (text: string): boolean =>
  ["http://", "https://"].some((start) => start.startsWith(text.trim().toLowerCase()));
