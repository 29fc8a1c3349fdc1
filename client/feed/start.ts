/** What the page was served with, read back from it. */
import type { PageStart } from "../../server/contract/page-start.ts";

/** The server writes it whole, so it is taken as it is. */
export const readStart = (page: Document): PageStart =>
  JSON.parse(page.querySelector("#start")!.textContent!) as PageStart;
