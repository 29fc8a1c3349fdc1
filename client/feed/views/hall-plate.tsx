import type { Session } from "../../../server/contract/programme.ts";
import { markOf } from "../../shared/parts/words-in.tsx";
import { sayIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";

/** Where it is: brass while it is on. */
export function HallPlate({ store, session, isNow }: { store: FeedStore; session: Session; isNow: boolean }) {
  const hall = store.event.value?.halls.find(({ id }) => id === session.hall);
  if (hall === undefined) return null;
  const name = sayIn(hall.name, language.value, store.defaultLanguages.value);
  return (
    <span class={isNow ? "plate now" : "plate"} {...markOf(name.language)}>
      {name.text}
    </span>
  );
}
