import type { kioskReceiptsSchema } from "../../../server/contract/desk-kiosk.ts";
import { Figures } from "../../shared/parts/clock-time.tsx";
import { markOf } from "../../shared/parts/words-in.tsx";
import { language } from "../../shared/words/words.ts";
import { headlineIn } from "../order/headline.ts";
import { isSealed } from "../order/running-order.ts";
import { Refusal } from "../parts/form-field.tsx";
import { useList } from "../parts/use-list.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { sayShown } from "./screen-facts.ts";
import { useSayTime } from "./wall-view.tsx";
import { screensWords } from "./words.ts";

type Shown = (typeof kioskReceiptsSchema)["_output"]["items"][number];

/** What it has shown of late, newest first; asked again when it shows something else. */
export function SheetShown({ store, id, showing }: { store: DeskStore; id: string; showing: string }) {
  const words = screensWords.value;
  const list = useList<Shown>(store, `/api/v1/desk/kiosks/${id}/receipts`, showing);
  const items = list.items.value;
  return (
    <section class="shown-list" aria-labelledby="shown-title">
      <h3 id="shown-title">{items === undefined ? words.shownLoading : words.shownTitle}</h3>
      <Refusal problem={list.problem.value} />
      {items?.length === 0 && <p class="none">{words.shownNone}</p>}
      <ol>
        {items?.map((shown) => (
          <OneShown key={`${shown.announcementId} ${shown.revision}`} store={store} shown={shown} />
        ))}
      </ol>
    </section>
  );
}

function OneShown({ store, shown }: { store: DeskStore; shown: Shown }) {
  const words = screensWords.value;
  const sayTime = useSayTime(store);
  const item = store.items.all.value.get(shown.announcementId);
  const said = item === undefined || isSealed(item) ? undefined : headlineIn(store, item);
  const from = sayTime(Date.parse(shown.shownAt));
  const until = shown.hiddenAt === undefined ? undefined : sayTime(Date.parse(shown.hiddenAt));
  const counted = sayShown(shown, words, language.value);
  return (
    <li>
      <time dateTime={shown.shownAt}>
        <Figures text={from} />
      </time>
      <div>
        <p>
          <b {...(said === undefined ? {} : markOf(said.language))}>{said?.headline ?? words.unknownItem}</b>{" "}
          <small>{words.revision(shown.revision)}</small>
        </p>
        <p>
          {[until === undefined ? words.stillThere : words.fromTo(from, until), counted]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
    </li>
  );
}
