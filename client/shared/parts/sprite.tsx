/** All drawings, once in a page that the server draws. */
import { drawings } from "./drawings.ts";

export const Sprite = () => (
  <div hidden>
    <svg aria-hidden="true">
      {Object.entries(drawings).map(([name, path]) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 20 20">
          <path d={path} />
        </symbol>
      ))}
    </svg>
  </div>
);
