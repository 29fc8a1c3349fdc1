/** Where what is typed is now: one line that is always true. Pure. */
import { isUnsaved, type Saving } from "./autosave.ts";

export type SavedLine =
  | { readonly says: "nothing" }
  | { readonly says: "saved"; readonly atMs: number; readonly by?: string | undefined }
  | {
      readonly says:
        | "saving"
        | "soon"
        | "device"
        | "byHand"
        | "refused"
        | "password"
        | "conflict"
        | "nowhere";
    };

export interface WhereItIs {
  readonly saving: Saving;
  /** What the server has of it. */
  readonly saved?: { readonly atMs: number; readonly by: string } | undefined;
  readonly goesByItself: boolean;
  readonly isKept: boolean;
}

export function savedLine({ saving, saved, goesByItself, isKept }: WhereItIs): SavedLine {
  if (!isUnsaved(saving)) {
    if (saving.savedAtMs !== undefined) return { says: "saved", atMs: saving.savedAtMs };
    return saved === undefined ? { says: "nothing" } : { says: "saved", ...saved };
  }
  const { trouble, underWay } = saving;
  if (trouble === "conflict" || trouble === "refused" || trouble === "password") return { says: trouble };
  if (!isKept && (trouble === "unreachable" || !goesByItself)) return { says: "nowhere" };
  if (trouble === "unreachable") return { says: "device" };
  if (underWay !== undefined) return { says: "saving" };
  return { says: goesByItself ? "soon" : "byHand" };
}
