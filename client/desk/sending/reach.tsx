import { language } from "../../shared/words/words.ts";
import type { DeskProps } from "../state/desk-props.ts";
import { goWords } from "./go-words.ts";
import { reachOf } from "./reach-of.ts";
import { screensReached } from "./screens-reached.ts";

/** Who would get it if it went out now. Whoever did not say where they are may be either, and is counted. */
export function Reach({ store }: Pick<DeskProps, "store">) {
  const said = goWords.value;
  const { attendance, zones, tracks } = store.form.value;
  const reach = reachOf(store.form.value, store.stats.value, screensReached(store));
  void language.value;
  if (reach === undefined)
    return (
      <div>
        <p class="reach unknown">{said.unknown}</p>
      </div>
    );
  if (reach.people === undefined && reach.screens === undefined)
    return (
      <div>
        <p class="reach">{said.nobody}</p>
      </div>
    );
  const people = reach.people === undefined ? undefined : said.people(reach.people);
  const screens = reach.screens === undefined ? undefined : said.screens(reach.screens);
  const isLimited = zones.length + tracks.length > 0;
  return (
    <div>
      <p class="reach">
        {people !== undefined && screens !== undefined ? said.reach(people, screens) : (people ?? screens)}
      </p>
      {reach.push > 0 && <p>{said.push(said.devices(reach.push))}</p>}
      <p>
        {isLimited ? said.atMost : said.asOfNow[attendance]}{" "}
        {attendance !== "everyone" && reach.undeclared > 0 && said.undeclared(said.people(reach.undeclared))}
      </p>
    </div>
  );
}
