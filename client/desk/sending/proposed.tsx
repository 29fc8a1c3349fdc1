import { clockTime } from "../../shared/time.ts";
import { formFrom } from "../composer/composer-form.ts";
import { DifferenceRows } from "../history/difference.tsx";
import { contentOf } from "../history/form-content.ts";
import { differences } from "../history/merge.ts";
import { sayContext } from "../history/say-context.ts";
import { sortedByField } from "../history/say-field.ts";
import type { DeskProps } from "../state/desk-props.ts";
import { correctedItem } from "./corrected-item.ts";
import { proposedWords } from "./proposed-words.ts";

/** A correction that one person asked for, word by word, and the second person's way to send it or drop it. */
export function Proposed({ store, commands }: DeskProps) {
  const said = proposedWords.value;
  const item = store.openItem.value;
  const proposed = item?.proposedCorrection;
  if (item === undefined || proposed === undefined || !store.may("correct")) return null;
  const { name, email } = store.who.value ?? {};
  const isOwn = [name, email].includes(proposed.by);
  const isLeads = item.kind === "urgent" && !store.may("sendUrgent");
  const { correction } = proposed;
  const of = (each: typeof item) => contentOf(formFrom(each, store.timeZone.value, store.language.value));
  const context = sayContext(store);
  const rows = sortedByField(differences(of(item), of(correctedItem(item, correction))), context.words);
  return (
    <section class="proposed" aria-labelledby="proposed-title">
      <h3 id="proposed-title">{said.title}</h3>
      <p>{said.by(proposed.by, clockTime(Date.parse(proposed.at), store.timeZone.value))}</p>
      <DifferenceRows rows={rows} context={context} />
      {correction.removePrevious === true && <p>{said.removes}</p>}
      {isOwn && <p class="go-hint">{said.own}</p>}
      {!isOwn && store.isDirty.value && <p class="go-hint">{said.first}</p>}
      {!isOwn && !isLeads && (
        <button
          type="button"
          class="button primary"
          disabled={store.isDirty.value}
          onClick={() => void commands.agree(item, correction)}
        >
          {said.send}
        </button>
      )}
      {!isLeads && (
        <button type="button" class="plain" onClick={() => void commands.agree(item, {})}>
          {said.drop}
        </button>
      )}
    </section>
  );
}
