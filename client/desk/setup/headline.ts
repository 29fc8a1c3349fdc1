import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { textIn } from "../../shared/words/languages.ts";

/** As whoever reads this page would read it. */
export const headlineIn = (
  item: Pick<DeskAnnouncement, "text">,
  language: string,
  languages: readonly string[],
): string => textIn(item, language, languages).headline;
