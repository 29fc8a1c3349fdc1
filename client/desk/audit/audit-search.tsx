import { SelectField, TextField } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import type { AuditFilter } from "./audit-log.ts";
import { announcementsWith, headlineOf } from "./headlines.ts";
import { auditWords } from "./words.ts";

interface AuditSearchProps {
  readonly store: DeskStore;
  readonly filter: AuditFilter;
  readonly onFilter: (change: AuditFilter) => void;
}

export function AuditSearch({ store, filter, onFilter }: AuditSearchProps) {
  const words = auditWords.value;
  const { announcementId, q = "", action = "" } = filter;
  const quoted = (id: string) =>
    words.quoted.replace(
      "{headline}",
      headlineOf(store, id) ?? words.anAnnouncement.replace("{id}", id.slice(0, 8)),
    );
  const found = announcementsWith(store, q);
  return (
    <search>
      <div class="by">
        <TextField
          label={words.search}
          hint={words.searchHint}
          type="search"
          autocomplete="off"
          value={q}
          path="q"
          problem={undefined}
          onValue={(value) => onFilter({ q: value })}
        />
        <SelectField
          label={words.action}
          value={action}
          path="action"
          problem={undefined}
          onValue={(value) => onFilter({ action: value })}
        >
          <option value="">{words.anyAction}</option>
          {Object.entries(words.labels).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </SelectField>
      </div>
      {announcementId !== undefined && announcementId !== "" ? (
        <p class="only">
          {words.about} <b>{quoted(announcementId)}</b>{" "}
          <button type="button" class="plain" onClick={() => onFilter({ announcementId: "" })}>
            {words.everything}
          </button>
        </p>
      ) : (
        <p class="only">
          {found.length > 0 && words.about}
          {found.map((id) => (
            <button
              key={id}
              type="button"
              class="chip"
              aria-label={words.onlyThisFor.replace("{what}", quoted(id))}
              onClick={() => onFilter({ announcementId: id, q: "" })}
            >
              {quoted(id)}
            </button>
          ))}
        </p>
      )}
    </search>
  );
}
