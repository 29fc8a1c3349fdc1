/** What a file would change: counts first, then every session, was and is. */
import { useSignal } from "@preact/signals";
import type { ImportFinding, MovedSession, Session } from "../../../server/contract/programme.ts";
import { Figures } from "../../shared/parts/clock-time.tsx";
import { Headline, markOf } from "../../shared/parts/words-in.tsx";
import { clockTime, shortDay } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { fieldsChanged, type Group, groups, type Imported, type SessionField } from "./import-summary.ts";
import { importWords } from "./import-words.ts";
import { sayHall, saySpeakers, sayTitle, sayTrack } from "./say.ts";

const LISTED = 20;

export function Difference({ store, found }: { store: DeskStore; found: Imported }) {
  const words = importWords.value;
  return (
    <div class="import-difference">
      <dl class="counts">
        {groups.map((group) => (
          <div key={group} data-group={group} data-none={found.diff[group].length === 0}>
            <dd class="num">{found.diff[group].length}</dd>
            <dt>{words.groups[group]}</dt>
          </div>
        ))}
      </dl>
      <p>{words.holds(found.summary.sessions)}</p>
      <Findings title={words.warnings(found.warnings.length)} findings={found.warnings} />
      {groups
        .filter((group) => found.diff[group].length > 0)
        .map((group) => (
          <GroupList key={group} store={store} group={group} sessions={found.diff[group]} />
        ))}
    </div>
  );
}

interface GroupProps {
  readonly store: DeskStore;
  readonly group: Group;
  readonly sessions: readonly (Session | MovedSession)[];
}

function GroupList({ store, group, sessions }: GroupProps) {
  const words = importWords.value;
  const isWhole = useSignal(false);
  const shown = isWhole.value ? sessions : sessions.slice(0, LISTED);
  return (
    <section aria-labelledby={`import-${group}`}>
      <h3 id={`import-${group}`}>
        {words.groups[group]} <span class="num">{sessions.length}</span>
      </h3>
      <ol>
        {shown.map((session) => (
          <SessionChange key={session.id} store={store} group={group} session={session} />
        ))}
      </ol>
      {shown.length < sessions.length && (
        <button type="button" class="button" onClick={() => (isWhole.value = true)}>
          {words.showAll(sessions.length - shown.length)}
        </button>
      )}
    </section>
  );
}

function SessionChange({
  store,
  group,
  session,
}: Omit<GroupProps, "sessions"> & { session: Session | MovedSession }) {
  const title = sayTitle(store, session);
  const zone = store.timeZone.value;
  const startMs = Date.parse(session.startsAt);
  return (
    <li class="session-change" data-group={group}>
      <span class="at num">
        <span>
          <Figures text={clockTime(startMs, zone)} />
        </span>
        <small>{shortDay(startMs, zone, language.value)}</small>
      </span>
      <div>
        <h4 {...markOf(title.language)}>
          <Headline text={title.text} language={title.language} />
        </h4>
        {"before" in session ? (
          <Fields store={store} session={session} />
        ) : (
          <p class="where">
            {[sayHall(store, session.hall), saySpeakers(session)].filter(Boolean).join(" · ")}
          </p>
        )}
      </div>
    </li>
  );
}

function Fields({ store, session }: { store: DeskStore; session: MovedSession }) {
  const words = importWords.value;
  return (
    <dl class="fields-changed">
      {fieldsChanged(session).map((field) => {
        const [was, is] = [sayField(store, session.before, field), sayField(store, session, field)];
        return (
          <div key={field}>
            <dt>{words.fields[field]}</dt>
            <dd>
              {was !== is && (
                <>
                  <del>
                    <span class="hush">{words.was} </span>
                    {was || "–"}
                  </del>{" "}
                  <b>
                    <span class="hush">{words.is} </span>
                    {is || "–"}
                  </b>
                </>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** So few are not folded away. */
const FEW = 3;
const PROSE = 120;

function sayField(store: DeskStore, session: Session, field: SessionField): string {
  const zone = store.timeZone.value;
  switch (field) {
    case "startsAt":
    case "endsAt": {
      const atMs = Date.parse(session[field]);
      return `${shortDay(atMs, zone, language.value)} ${clockTime(atMs, zone)}`;
    }
    case "hall":
      return sayHall(store, session.hall) || importWords.value.noHall;
    case "track":
      return sayTrack(store, session.track);
    case "speakers":
      return saySpeakers(session);
    case "title":
    case "subtitle":
    case "abstract":
      return Object.values(session[field] ?? {})
        .map((text) => (text.length > PROSE ? `${text.slice(0, PROSE)}…` : text))
        .join(" / ");
    default:
      return session[field] ?? "";
  }
}

interface FindingsProps {
  readonly title: string;
  readonly findings: readonly ImportFinding[];
  readonly isOpen?: boolean;
}

/** What the file says wrongly or leaves open: where it stands there, and what. As the importer says it, in English. */
export function Findings({ title, findings, isOpen = false }: FindingsProps) {
  if (findings.length === 0) return null;
  return (
    <details class="findings" open={isOpen || findings.length <= FEW}>
      <summary>{title}</summary>
      <ul lang="en">
        {findings.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            {path !== "" && <code>{path}</code>} {message}
          </li>
        ))}
      </ul>
    </details>
  );
}
