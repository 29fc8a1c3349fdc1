import { useSignal } from "@preact/signals";
import type { OwnSession } from "../../../server/contract/desk-people.ts";
import { Confirm } from "../parts/dialog.tsx";
import { Refusal } from "../parts/form-field.tsx";
import { Moment } from "../parts/moment.tsx";
import { useList } from "../parts/use-list.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { accountWords } from "./words.ts";

const PATH = "/api/v1/sessions";

interface SessionsProps {
  readonly store: DeskStore;
  /** Another after what ended some of them elsewhere on the page. */
  readonly change: unknown;
}

/** Every browser in which one is signed in: what looks strange can be ended from here. */
export function Sessions({ store, change }: SessionsProps) {
  const list = useList<OwnSession>(store, PATH, change);
  const problem = useSignal<Problem | undefined>(undefined);
  const isAsking = useSignal(false);
  const isBusy = useSignal(false);
  const said = useSignal("");
  const words = accountWords.value;
  const sessions = list.items.value;
  const others = sessions?.filter(({ current }) => !current).length ?? 0;

  const end = async (path: string, what: string) => {
    isBusy.value = true;
    const answer = await store.asking(path, { method: "DELETE" });
    isBusy.value = false;
    isAsking.value = false;
    problem.value = answer.ok ? undefined : answer.problem;
    said.value = answer.ok ? what : "";
    await list.reload();
  };

  return (
    <section class="sessions" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{sessions === undefined ? words.sessionsLoading : words.sessions}</h2>
      <Refusal problem={problem.value ?? list.problem.value} />
      <ul>
        {sessions?.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            zone={store.timeZone.value}
            isBusy={isBusy.value}
            onEnd={(device) => void end(`${PATH}/${session.id}`, words.ended(device))}
          />
        ))}
      </ul>
      <p class="said" role="status">
        {said.value}
      </p>
      {others > 0 && (
        <button type="button" class="button" onClick={() => (isAsking.value = true)}>
          {words.endOthers}
        </button>
      )}
      {sessions !== undefined && others === 0 && <p class="none">{words.onlyHere}</p>}
      {isAsking.value && (
        <Confirm
          title={words.endOthersTitle}
          does={words.endOthers}
          isBusy={isBusy.value}
          onConfirm={() => void end(PATH, words.othersEnded)}
          onClose={() => (isAsking.value = false)}
        >
          <p>{words.endOthersNote(others)}</p>
        </Confirm>
      )}
    </section>
  );
}

interface SessionRowProps {
  readonly session: OwnSession;
  readonly zone: string;
  readonly isBusy: boolean;
  readonly onEnd: (device: string) => void;
}

function SessionRow({ session, zone, isBusy, onEnd }: SessionRowProps) {
  const words = accountWords.value;
  const device = session.device ?? words.unknownDevice;
  return (
    <li class="person">
      <p class="called">
        <b>{device}</b> {session.current && <span class="plate soft">{words.thisOne}</span>}
        <small>
          {words.since} <Moment at={session.signedInAt} zone={zone} />, {words.until}{" "}
          <Moment at={session.expiresAt} zone={zone} />
        </small>
      </p>
      {!session.current && (
        <p class="acts">
          <button
            type="button"
            class="plain"
            aria-label={words.endFor(device)}
            disabled={isBusy}
            onClick={() => onEnd(device)}
          >
            {words.end}
          </button>
        </p>
      )}
    </li>
  );
}
