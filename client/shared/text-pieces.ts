/** A difference between two texts as it is read: in stretches, not word by word. Pure. */
export interface Piece {
  readonly change: "same" | "removed" | "added";
  readonly text: string;
}

/**
 * One removal and one addition for each stretch of changes: the spaces that two rewritten sentences
 * happen to share are no islands to be read around.
 */
export function inRuns(changes: readonly Piece[]): Piece[] {
  const runs: Piece[] = [];
  let removed = "";
  let added = "";
  const close = () => {
    if (removed !== "") runs.push({ change: "removed", text: removed });
    if (added !== "") runs.push({ change: "added", text: added });
    [removed, added] = ["", ""];
  };
  changes.forEach(({ change, text }, at) => {
    const isIsland =
      change === "same" && text.trim() === "" && at + 1 < changes.length && removed !== "" && added !== "";
    if (change === "same" && !isIsland) {
      close();
      runs.push({ change, text });
      return;
    }
    if (change !== "added") removed += text;
    if (change !== "removed") added += text;
  });
  close();
  return runs;
}
