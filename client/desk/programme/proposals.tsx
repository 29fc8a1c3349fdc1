import { useSignal } from "@preact/signals";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import type { ProposedAnnouncement } from "../../../server/contract/programme.ts";
import { Icon } from "../../shared/parts/icon.tsx";
import { markOf } from "../../shared/parts/words-in.tsx";
import { sayIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import { isSealed } from "../order/running-order.ts";
import { Refusal } from "../parts/form-field.tsx";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { importWords } from "./import-words.ts";
import { openInComposer } from "./session-item.tsx";
import { programmeWords } from "./words.ts";

interface ProposalsProps {
  readonly store: DeskStore;
  readonly proposed: readonly ProposedAnnouncement[];
  readonly onDone: () => void;
}

type Move = "submit" | "approve" | "discard";

/** The drafts that the import made, to be decided on one by one or all at once. None goes out from here. */
export function Proposals({ store, proposed, onDone }: ProposalsProps) {
  const words = importWords.value;
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const stateOf = (id: string | undefined) => {
    const item = id === undefined ? undefined : store.items.all.value.get(id);
    return item === undefined || isSealed(item) ? undefined : item.state;
  };
  async function move(id: string, name: Move): Promise<boolean> {
    const path = `/api/v1/desk/announcements/${id}/${name}`;
    const answer = await store.asking<DeskAnnouncement>(path, { method: "POST" });
    if (answer.ok) store.items.put(answer.body);
    else {
      problem.value = answer.problem;
      store.items.touch(id);
    }
    return answer.ok;
  }
  async function each(ids: readonly string[], name: Move): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    problem.value = undefined;
    for (const id of ids) if (!(await move(id, name))) break;
    isBusy.value = false;
  }
  const drafts = proposed.flatMap(({ id }) => (id !== undefined && stateOf(id) === "draft" ? [id] : []));
  return (
    <section class="proposals" aria-labelledby="proposals">
      <p class="applied" role="status">
        <Icon name="tick" /> {words.applied}
      </p>
      <h2 id="proposals">{words.proposed}</h2>
      <p>{proposed.length === 0 ? words.noneProposed : words.proposedHint}</p>
      <Refusal problem={problem.value} />
      <ol>
        {proposed.map((proposal) => (
          <Proposal
            key={proposal.id}
            store={store}
            proposal={proposal}
            state={stateOf(proposal.id)}
            isBusy={isBusy.value}
            onMove={(id, name) => void each([id], name)}
          />
        ))}
      </ol>
      <div class="pair">
        {drafts.length > 0 && (
          <button
            type="button"
            class="button primary"
            disabled={isBusy.value}
            onClick={() => void each(drafts, "submit")}
          >
            {words.submitAll}
          </button>
        )}
        <button type="button" class="button" onClick={onDone}>
          {words.done}
        </button>
      </div>
    </section>
  );
}

interface ProposalProps {
  readonly store: DeskStore;
  readonly proposal: ProposedAnnouncement;
  readonly state: DeskAnnouncement["state"] | undefined;
  readonly isBusy: boolean;
  readonly onMove: (id: string, name: Move) => void;
}

function Proposal({ store, proposal: { id, kind, headline }, state, isBusy, onMove }: ProposalProps) {
  const words = importWords.value;
  const said = sayIn(headline, language.value, store.event.value?.languages ?? []);
  const isOpen = state === "draft" || state === "submitted";
  return (
    <li data-kind={kind} data-state={state}>
      <Icon name={kind} />
      <span class="what" {...markOf(said.language)}>
        {said.text}
      </span>
      {state !== undefined && <small>{programmeWords.value.states[state]}</small>}
      {id !== undefined && (
        <span class="pair">
          <button
            type="button"
            class="button"
            aria-label={words.openNamed(said.text)}
            disabled={state === undefined}
            onClick={() => openInComposer(store, id)}
          >
            {words.open}
          </button>
          {store.may("approve") && (
            <button
              type="button"
              class="button"
              aria-label={`${words.approve}: ${said.text}`}
              disabled={!isOpen || isBusy}
              onClick={() => onMove(id, "approve")}
            >
              {words.approve}
            </button>
          )}
          <button
            type="button"
            class="button"
            aria-label={`${words.discard}: ${said.text}`}
            disabled={!isOpen || isBusy}
            onClick={() => onMove(id, "discard")}
          >
            {words.discard}
          </button>
        </span>
      )}
    </li>
  );
}
