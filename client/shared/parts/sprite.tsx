/** The drawings of the feed, once in a page that the server draws. */
import { drawings } from "./drawings.ts";

/** The desk's own. */
const ELSEWHERE: readonly string[] = ["lock", "undo"];
const own = Object.entries(drawings).filter(([name]) => !ELSEWHERE.includes(name));

export const Sprite = () => (
  <div hidden>
    <svg aria-hidden="true">
      {own.map(([name, path]) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 20 20">
          <path d={path} />
        </symbol>
      ))}
    </svg>
  </div>
);
