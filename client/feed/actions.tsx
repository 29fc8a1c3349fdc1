import type { Announcement } from "../../server/contract/announcement.ts";
import { sayIn } from "../shared/languages.ts";
import { Icon } from "../shared/parts/icon.tsx";
import { markOf } from "../shared/parts/words-in.tsx";
import { language } from "../shared/words.ts";
import type { ItemStore } from "./feed-store.ts";

/** The reader's own way. Who has not said where they are sees both. */
export function Actions({ store, item }: { store: ItemStore; item: Announcement }) {
  const mine = store.attendance.value;
  const actions = item.actions.filter(
    (action) => mine === undefined || action.for === "everyone" || action.for === mine,
  );
  if (actions.length === 0) return null;
  return (
    <div class="acts">
      {actions.map((action) => {
        const label = sayIn(action.label, language.value, store.defaultLanguages.value);
        const icon = <Icon name={action.for === "in-person" ? "place" : "session-start"} />;
        const mark = markOf(label.language, language.value);
        return action.url === undefined ? (
          <span class="plate" data-for={action.for} {...mark}>
            {icon}
            {label.text}
          </span>
        ) : (
          <a class="button primary" data-for={action.for} href={action.url} rel="noopener" {...mark}>
            {icon}
            {label.text}
          </a>
        );
      })}
    </div>
  );
}
