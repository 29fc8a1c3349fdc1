/**
 * An invitation's secret comes in the fragment, which no server and no log is told, and leaves the
 * address bar at once, so that it is neither shown, bookmarked nor shared by a screenshot.
 */
export function takeInvitation(
  location: { readonly hash: string; readonly pathname: string; readonly search: string },
  history: { replaceState(state: null, unused: string, address: string): void },
): string | undefined {
  const secret = new URLSearchParams(location.hash.slice(1)).get("invite") ?? undefined;
  if (secret !== undefined) history.replaceState(null, "", location.pathname + location.search);
  return secret === "" ? undefined : secret;
}
