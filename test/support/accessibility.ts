/** What axe-core finds wrong on a page as it stands, pages in frames included. */
import type { Page } from "@playwright/test";
import axe from "axe-core";

interface Found {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/** One line for each element: the rule, where it is, and what to do. `within` is a selector. */
export async function axeFindings(page: Page, within = "body"): Promise<string[]> {
  for (const frame of page.frames())
    if ((await frame.evaluate("typeof axe")) === "undefined") await frame.evaluate(axe.source);
  const found = (await page.evaluate(
    `axe.run(${JSON.stringify(within)}, { resultTypes: ["violations"] }).then(({ violations }) => violations)`,
  )) as Found[];
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => `${id}: ${help}: ${target.join(" ")} ${failureSummary}`),
  );
}
