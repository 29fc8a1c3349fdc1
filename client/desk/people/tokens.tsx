/** The programs that may use the desk's interface: what each is for, and taking it back. */
import { useSignal } from "@preact/signals";
import type { DeskToken, NewToken } from "../../../server/contract/desk-people.ts";
import { Copy } from "../parts/copy.tsx";
import { Confirm, Dialog } from "../parts/dialog.tsx";
import { Refusal } from "../parts/form-field.tsx";
import { Moment } from "../parts/moment.tsx";
import { useList } from "../parts/use-list.ts";
import { shellWords } from "../shell/words.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { NewTokenForm } from "./new-token-form.tsx";
import { peopleWords } from "./words.ts";

interface TokensProps {
  readonly store: DeskStore;
  readonly onSaid: (what: string) => void;
}

export function Tokens({ store, onSaid }: TokensProps) {
  const list = useList<DeskToken>(store, "/api/v1/desk/tokens");
  const isAsking = useSignal(false);
  const made = useSignal<NewToken | undefined>(undefined);
  const leaving = useSignal<DeskToken | undefined>(undefined);
  const words = peopleWords.value;
  const tokens = list.items.value;
  const got = (token: NewToken) => {
    isAsking.value = false;
    made.value = token;
    void list.reload();
  };
  const revoked = (name: string) => {
    leaving.value = undefined;
    onSaid(words.tokenRevoked(name));
    void list.reload();
  };
  return (
    <section class="tokens" aria-labelledby="tokens-title">
      <header>
        <h2 id="tokens-title">{words.tokens}</h2>
        <button type="button" class="button" onClick={() => (isAsking.value = true)}>
          {words.tokenNew}
        </button>
      </header>
      <p>{words.tokensIntro}</p>
      <Refusal problem={list.problem.value} />
      {tokens?.length === 0 && <p class="none">{words.tokensNone}</p>}
      <ul>
        {tokens?.map((token) => (
          <TokenRow
            key={token.id}
            token={token}
            zone={store.timeZone.value}
            onRevoke={() => (leaving.value = token)}
          />
        ))}
      </ul>
      {isAsking.value && <NewTokenForm store={store} onMade={got} onClose={() => (isAsking.value = false)} />}
      {made.value !== undefined && <Secret made={made.value} onClose={() => (made.value = undefined)} />}
      {leaving.value !== undefined && (
        <RevokeToken
          store={store}
          token={leaving.value}
          onClose={() => (leaving.value = undefined)}
          onDone={() => revoked(leaving.value?.name ?? "")}
        />
      )}
    </section>
  );
}

function TokenRow({ token, zone, onRevoke }: { token: DeskToken; zone: string; onRevoke: () => void }) {
  const words = peopleWords.value;
  return (
    <li class="person">
      <p class="called">
        <b>{token.name}</b>
        {token.urgent && <small>{words.tokenUrgentMark}</small>}
      </p>
      <p class="role">{shellWords.value.roles[token.role]}</p>
      <p class="seen">
        <small>
          {words.tokenCreated} <Moment at={token.createdAt} zone={zone} />
        </small>
      </p>
      <p class="acts">
        <button type="button" class="plain" aria-label={words.tokenRevokeFor(token.name)} onClick={onRevoke}>
          {words.tokenRevoke}
        </button>
      </p>
    </li>
  );
}

function Secret({ made: { token, secret }, onClose }: { made: NewToken; onClose: () => void }) {
  const words = peopleWords.value;
  return (
    <Dialog title={words.tokenTitle(token.name)} onClose={onClose} look="one-time">
      <Copy label={words.tokenSecret} text={secret} />
      <p>{words.tokenOnce}</p>
      <p>
        {words.tokenHow} <code>{headerWith(secret)}</code>
      </p>
      <div class="pair">
        <button type="button" class="button primary" onClick={onClose}>
          {words.linkDone}
        </button>
      </div>
    </Dialog>
  );
}

const headerWith = (secret: string): string => `Authorization: Bearer ${secret.slice(0, 6)}…`;

interface RevokeTokenProps {
  readonly store: DeskStore;
  readonly token: DeskToken;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function RevokeToken({ store, token, onClose, onDone }: RevokeTokenProps) {
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const words = peopleWords.value;
  const confirm = async () => {
    isBusy.value = true;
    const answer = await store.asking(`/api/v1/desk/tokens/${token.id}`, { method: "DELETE" });
    isBusy.value = false;
    if (answer.ok) onDone();
    else problem.value = answer.problem;
  };
  return (
    <Confirm
      title={words.tokenRevokeTitle(token.name)}
      does={words.tokenRevoke}
      danger
      isBusy={isBusy.value}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Refusal problem={problem.value} />
      <p>{words.tokenRevokeNote}</p>
    </Confirm>
  );
}
