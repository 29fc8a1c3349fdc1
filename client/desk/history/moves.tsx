import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Figures } from "../../shared/parts/clock-time.tsx";
import { clockTime, shortDay } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { historyWords } from "./history-words.ts";
import { fieldWords } from "./words.ts";

interface AuditEntry {
  readonly offset: number;
  readonly at: string;
  readonly action: string;
  readonly byName: string;
  readonly revision?: number;
  readonly from?: string;
  readonly to?: string;
  readonly fields?: readonly string[];
}

/** Who approved, scheduled, published and withdrew it: its lines of the audit, newest first. */
export function Moves({ store, id }: { store: DeskStore; id: string }) {
  const entries = useSignal<readonly AuditEntry[]>([]);
  const words = historyWords.value;
  const changedAt = store.openItem.value?.changedAt;
  useEffect(() => {
    let isGone = false;
    const path = `/api/v1/desk/audit?limit=200&announcementId=${encodeURIComponent(id)}`;
    void store.asking<{ items: AuditEntry[] }>(path).then((answer) => {
      if (!isGone && answer.ok) entries.value = answer.body.items;
    });
    return () => {
      isGone = true;
    };
  }, [id, changedAt]);
  const zone = store.timeZone.value;
  return (
    <section class="moves" aria-labelledby="moves-title">
      <h4 id="moves-title">{words.moves}</h4>
      {entries.value.length === 0 && <p class="hint">{words.movesNone}</p>}
      <ol>
        {entries.value.map((entry) => (
          <li key={entry.offset}>
            <time dateTime={entry.at}>
              <i>{shortDay(Date.parse(entry.at), zone, language.value)}</i>{" "}
              <Figures text={clockTime(Date.parse(entry.at), zone)} />
            </time>
            <span>
              <b>{entry.byName}</b> {words.actions[entry.action] ?? entry.action}
              {entry.revision !== undefined && <small>{words.revision(entry.revision)}</small>}
              <States entry={entry} />
              {entry.fields !== undefined && entry.fields.length > 0 && (
                <small>{entry.fields.map(nameOf).join(", ")}</small>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function States({ entry: { from, to } }: { entry: AuditEntry }) {
  const { states } = historyWords.value;
  if (to === undefined || from === to) return null;
  return (
    <small>
      {from !== undefined && `${states[from] ?? from} → `}
      {states[to] ?? to}
    </small>
  );
}

const nameOf = (field: string): string => fieldWords.value.fields[field.split(/[./]/)[0] ?? ""] ?? field;
