import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { DeskToken, Person } from "../../../server/contract/desk-people.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { dayName, dayOf } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";
import { labelOf } from "../parts/fault-words.ts";
import { shellWords } from "../shell/words.ts";
import { ROLES } from "../state/desk-rights.ts";
import type { DeskStore } from "../state/desk-store.ts";
import type { AuditEntry } from "./audit-log.ts";
import { called, isMove, type Names, namesIn, type Piece, sentenceOf } from "./audit-sentence.ts";
import { headlineOf } from "./headlines.ts";
import { auditWords } from "./words.ts";

interface AuditDaysProps {
  readonly store: DeskStore;
  readonly entries: readonly AuditEntry[];
  /** Only what was done with this announcement. */
  readonly onOnly: (announcementId: string) => void;
}

export function AuditDays({ store, entries, onOnly }: AuditDaysProps) {
  const zone = store.timeZone.value;
  const names = useNames(store, entries);
  const days = Map.groupBy(entries, (entry) => dayOf(Date.parse(entry.at), zone));
  return (
    <>
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-labelledby={`audit-${day}`}>
          <h2 id={`audit-${day}`}>{dayName(Date.parse(ofDay[0]!.at), zone, language.value)}</h2>
          <ol>
            {ofDay.map((entry) => (
              <Entry key={entry.offset} store={store} entry={entry} names={names} onOnly={onOnly} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

interface EntryProps {
  readonly store: DeskStore;
  readonly entry: AuditEntry;
  readonly names: Names;
  readonly onOnly: (announcementId: string) => void;
}

function Entry({ store, entry, names, onOnly }: EntryProps) {
  const words = auditWords.value;
  const { announcementId, offset, hash } = entry;
  const open = (id: string) => {
    store.open(id);
    store.part.value = "write";
    store.goTo("desk");
  };
  const isOpenable = announcementId !== undefined && headlineOf(store, announcementId) !== undefined;
  return (
    <li>
      <ClockTime at={Date.parse(entry.at)} zone={store.timeZone.value} />
      <div>
        <p>
          {sentenceOf(entry, words, names).map((piece) => (
            <Said piece={piece} onOpen={isOpenable ? () => open(announcementId) : undefined} />
          ))}
        </p>
        <Change entry={entry} />
      </div>
      <p class="chain">
        {announcementId !== undefined && (
          <button
            type="button"
            class="plain"
            aria-label={words.onlyThisFor.replace(
              "{what}",
              headlineOf(store, announcementId) ?? announcementId,
            )}
            onClick={() => onOnly(announcementId)}
          >
            {words.onlyThis}
          </button>
        )}
        <span class="num" title={`${words.hash} ${hash}`}>
          <span class="hush">{words.entry} </span>
          {offset} <span aria-hidden="true">·</span> <span class="hush">{words.hash} </span>
          {hash.slice(0, 8)}
        </span>
      </p>
    </li>
  );
}

function Said({ piece, onOpen }: { piece: Piece; onOpen: (() => void) | undefined }) {
  if (piece.is === "text") return <>{piece.text}</>;
  if (piece.is === "who") return <b>{piece.text}</b>;
  if (onOpen === undefined) return <>{piece.text}</>;
  return (
    <button type="button" class="plain" onClick={onOpen}>
      {piece.text}
    </button>
  );
}

/** What it was and is, which fields, how many. */
function Change({ entry }: { entry: AuditEntry }) {
  const words = auditWords.value;
  const { from, to, fields = [], counts = {}, revision } = entry;
  const counted = Object.entries(counts).filter(([, count]) => count > 0);
  const inWords = (value: string) => called(value, words.states, shellWords.value.roles);
  const parts = [
    ...(isMove(entry) ? [move(from, to ?? "", inWords)] : []),
    ...(fields.length > 0 ? [`${words.changed} ${fields.map(labelOf).join(", ")}`] : []),
    ...(counted.length > 0
      ? [counted.map(([name, count]) => `${count} ${called(name, words.counts)}`).join(", ")]
      : []),
    ...(revision === undefined ? [] : [`${words.revision} ${revision}`]),
  ];
  if (parts.length === 0) return null;
  return (
    <small>
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </small>
  );
}

/** Whoever is invited, and a token, begin with a role; an announcement with a state. */
function move(from: string | undefined, to: string, inWords: (value: string) => string): string {
  if (from !== undefined) return `${inWords(from)} → ${inWords(to)}`;
  return ROLES.some((role) => role === to) ? `${labelOf("role")}: ${inWords(to)}` : `→ ${inWords(to)}`;
}

/** Names of people and tokens, as far as whoever reads may see them; else who did things by themselves. */
function useNames(store: DeskStore, entries: readonly AuditEntry[]): Names {
  const known = useSignal<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    const ask = async <T extends { readonly id: string }>(path: string, nameOf: (item: T) => string) => {
      const answer = await store.asking<{ items: T[] }>(path);
      if (answer.ok)
        known.value = new Map([
          ...known.value,
          ...answer.body.items.map((item) => [item.id, nameOf(item)] as const),
        ]);
    };
    if (store.may("seePeople")) void ask<Person>("/api/v1/desk/people", ({ name, email }) => name ?? email);
    if (store.may("manageTokens")) void ask<DeskToken>("/api/v1/desk/tokens", ({ name }) => name);
  }, []);
  const seen = namesIn(entries);
  return {
    headlineOf: (id) => headlineOf(store, id),
    nameOf: (id) => known.value.get(id) ?? seen.get(id),
  };
}
