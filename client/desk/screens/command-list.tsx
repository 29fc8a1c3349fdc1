import type { SentCommand } from "../../../server/contract/kiosk.ts";
import { Figures } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { Refusal } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { outcomeNow, outcomeSentence, saidTo } from "./command-line.tsx";
import { commandWords, sayCode } from "./command-words.ts";
import type { Commands } from "./use-commands.ts";
import { useSayTime } from "./wall-view.tsx";

/** What screens were told, newest first, and which of them did it. */
export function CommandList({ store, commands }: { store: DeskStore; commands: Commands }) {
  const words = commandWords.value;
  const items = commands.items.value;
  return (
    <section class="command-list" aria-labelledby="commands-title">
      <h2 id="commands-title">{items === undefined ? words.loading : words.listTitle}</h2>
      <Refusal problem={commands.problem.value} />
      {items?.length === 0 && <p class="none">{words.none}</p>}
      <ol>
        {items?.map((sent) => (
          <CommandItem key={sent.id} store={store} sent={sent} />
        ))}
      </ol>
    </section>
  );
}

function CommandItem({ store, sent }: { store: DeskStore; sent: SentCommand }) {
  const words = commandWords.value;
  const sayTime = useSayTime(store);
  const outcome = outcomeNow(store, sent);
  const names = (ids: readonly string[]): string =>
    ids.map((id) => store.screens.all.value.get(id)?.name ?? id).join(", ");
  const groups = [
    ...outcome.failed.map(([code, ids]) => [`${words.groups.failed}, ${sayCode(code)}`, ids] as const),
    [words.groups.open, outcome.unanswered] as const,
    [words.groups.done, outcome.done] as const,
  ].filter(([, ids]) => ids.length > 0);
  return (
    <li data-command={sent.command} data-open={outcome.isOpen}>
      <time dateTime={sent.sentAt}>
        <Figures text={sayTime(Date.parse(sent.sentAt))} />
      </time>
      <div>
        <p>
          <b>{words.commands[sent.command]}</b> <span>{saidTo(store, sent)}</span>{" "}
          <small>{words.by(sent.by)}</small>
        </p>
        <p class="outcome">
          {outcome.failed.length > 0 ? (
            <Icon name="urgent" />
          ) : (
            outcome.unanswered.length === 0 && outcome.expected > 0 && <Icon name="tick" />
          )}{" "}
          {outcomeSentence(outcome)}
          {outcome.isOpen && ` · ${words.until(sayTime(Date.parse(sent.expiresAt)))}`}
        </p>
        {outcome.expected > 1 && (
          <details>
            <summary>{words.which}</summary>
            <dl class="kv">
              {groups.map(([label, ids]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{names(ids)}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </li>
  );
}
