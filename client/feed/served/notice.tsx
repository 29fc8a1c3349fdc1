/** What stands in the place of a page that cannot be shown. Rendered by the server alone. */
import type { NoticeName } from "../../../server/contract/page-start.ts";
import { Icon } from "../../shared/parts/icon.tsx";
import { servedWords } from "./words-served.ts";

export function Notice({ notice, language }: { notice: NoticeName; language: string }) {
  const said = servedWords(language);
  return (
    <main class="page instead">
      <span class="mark" aria-hidden="true">
        <Icon name="fanfare" />
      </span>
      <h1>{said[notice]}</h1>
      <p>{said[`${notice}Hint`]}</p>
      {notice === "notFound" && (
        <p>
          <a class="button primary" href="/">
            {said.toFeed}
          </a>
        </p>
      )}
    </main>
  );
}
