/** Who did what: searched, by day, newest first, and followed while others work. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Refusal } from "../parts/form-field.tsx";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { AuditDays } from "./audit-days.tsx";
import { type AuditFilter, type AuditLog, createAuditLog } from "./audit-log.ts";
import { AuditSearch } from "./audit-search.tsx";
import { auditWords } from "./words.ts";

/** Changes come in flurries, and the audit hears of them a moment later. */
const GATHER_MS = 1_000;
/** Sign-ins and people do not show in the announcements. */
const LOOK_MS = 15_000;
const TYPING_MS = 300;
/** The same in every language. */
const VERIFY = "npm run audit -- --verify";

export function AuditPage({ store }: DeskProps) {
  const log = useMemo(() => createAuditLog((path) => store.asking(path)), []);
  const filter = useSignal<AuditFilter>({});
  const words = auditWords.value;
  useFollowing(store, log);
  useEffect(() => {
    const timer = setTimeout(() => void log.ask(filter.value), log.entries.peek() ? TYPING_MS : 0);
    return () => clearTimeout(timer);
  }, [filter.value]);

  return (
    <main class="page audit">
      <header>
        <h1>{words.title}</h1>
        <p>{words.intro}</p>
        <Verify />
      </header>
      <AuditSearch
        store={store}
        filter={filter.value}
        onFilter={(change) => (filter.value = { ...filter.value, ...change })}
      />
      <Refusal problem={log.problem.value} />
      <p class="newer" role="status">
        {log.newer.value.length > 0 && (
          <button type="button" class="button" onClick={log.showNewer}>
            {log.newer.value.length >= 50 ? words.manyNewer : words.newer(log.newer.value.length)}
          </button>
        )}
      </p>
      {log.entries.value === undefined ? (
        <p class="none">{words.loading}</p>
      ) : (
        <AuditDays
          store={store}
          entries={log.entries.value}
          onOnly={(announcementId) => (filter.value = { announcementId })}
        />
      )}
      <Foot log={log} isFiltered={Object.values(filter.value).some(Boolean)} />
    </main>
  );
}

function Verify() {
  const [before = "", after = ""] = auditWords.value.verify.split("{command}");
  return (
    <p>
      {before}
      <code>{VERIFY}</code>
      {after}
    </p>
  );
}

function useFollowing(store: DeskStore, log: AuditLog): void {
  const { value: items } = store.items.all;
  useEffect(() => {
    const timer = setTimeout(() => void log.look(), GATHER_MS);
    return () => clearTimeout(timer);
  }, [items]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void log.look();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
}

function Foot({ log, isFiltered }: { log: AuditLog; isFiltered: boolean }) {
  const words = auditWords.value;
  const count = log.entries.value?.length;
  if (count === undefined) return null;
  const hasMore = log.hasMore.value;
  return (
    <footer>
      {count === 0 && <p class="none">{hasMore ? words.noneYet : words.none}</p>}
      {hasMore && (
        <button type="button" class="button" disabled={log.isBusy.value} onClick={() => void log.more()}>
          {log.isBusy.value ? words.busy : isFiltered ? words.back : words.more}
        </button>
      )}
      {!hasMore && count > 0 && !isFiltered && <p class="none">{words.end}</p>}
    </footer>
  );
}
