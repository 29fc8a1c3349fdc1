import { Copy } from "../parts/copy.tsx";
import { screensWords } from "./words.ts";

/** What to do first, where there is none. */
export function NoScreens({ may }: { may: boolean }) {
  const words = screensWords.value;
  return (
    <section class="no-screens" aria-labelledby="no-screens">
      <h2 id="no-screens">{words.none}</h2>
      <p>{may ? words.noneHow : words.noneRight}</p>
      {may && <Copy label={words.address} text={`${location.origin}/kiosk`} />}
    </section>
  );
}
