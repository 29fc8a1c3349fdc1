import { Icon } from "../../shared/parts/icon.tsx";
import { words } from "../../shared/words/words.ts";
import type { ViewName } from "../views/opened.ts";

/** To what lies over the feed. */
export const ViewLinks = () => (
  <>
    {Object.entries(words.value.views).map(([name, word]) => (
      <a key={name} href={`#${name}`}>
        <Icon name={name as ViewName} />
        <span>{word}</span>
      </a>
    ))}
  </>
);
