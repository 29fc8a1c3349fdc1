import { useSignal } from "@preact/signals";
import type { DeskKiosk } from "../../../server/contract/desk-kiosk.ts";
import type { CommandName } from "../../../server/contract/kiosk.ts";
import { Icon } from "../../shared/parts/icon.tsx";
import { language } from "../../shared/words/words.ts";
import { Refusal } from "../parts/form-field.tsx";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { CommandLine } from "./command-line.tsx";
import { commandNames } from "./command-outcome.ts";
import { commandWords } from "./command-words.ts";
import { Glass, glassText } from "./glass.tsx";
import { type Fact, factsOf } from "./screen-facts.ts";
import { tell } from "./tell-screens.tsx";
import { sayTrouble } from "./trouble-words.ts";
import type { Commands } from "./use-commands.ts";
import { placesIn, useSayTime } from "./wall-view.tsx";
import { isUpright, whatShows } from "./what-shows.ts";
import { screensWords } from "./words.ts";

interface NowProps {
  readonly store: DeskStore;
  readonly kiosk: DeskKiosk;
  readonly commonBuild: string | undefined;
  readonly commands: Commands;
  readonly onReplace: () => void;
  readonly onRemove: () => void;
}

/** How a screen is, what it is told, and what is done when it is the wrong one. */
export function SheetNow({ store, kiosk, commonBuild, commands, onReplace, onRemove }: NowProps) {
  const words = screensWords.value;
  const sayTime = useSayTime(store);
  const items = store.items.all.value;
  const facts = factsOf(kiosk, {
    words,
    language: language.value,
    commonBuild,
    place: placesIn(store).nameOf(kiosk),
    sayTime,
  });
  const may = store.may("manageKiosks");
  return (
    <>
      <div class="now-glass">
        <Glass
          text={glassText(
            store,
            whatShows(kiosk, (id) => items.get(id)),
            sayTime,
          )}
          isUpright={isUpright(kiosk)}
        />
      </div>
      {kiosk.state === "stopped" && <p class="what-now">{words.stoppedHow}</p>}
      {kiosk.state === "waiting" && <p class="what-now">{words.waitingHow}</p>}
      <Troubles kiosk={kiosk} sayTime={sayTime} />
      {may && <TellOne store={store} kiosk={kiosk} commands={commands} />}
      {kiosk.state === "offline" && kiosk.health !== undefined && <p class="hint">{words.before}</p>}
      <Facts facts={facts} />
      {may && (
        <section class="last-acts">
          <button
            type="button"
            class={kiosk.state === "stopped" ? "button primary" : "button"}
            onClick={onReplace}
          >
            {words.replace}
          </button>
          <button type="button" class="plain danger" onClick={onRemove}>
            {words.remove}
          </button>
        </section>
      )}
    </>
  );
}

const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl class="kv facts-of">
    {facts.map(({ name, said, isOdd }) => (
      <div key={name}>
        <dt>{screensWords.value.facts[name]}</dt>
        <dd>
          {isOdd && <Icon name="urgent" />} {said}
        </dd>
      </div>
    ))}
  </dl>
);

function Troubles({
  kiosk: { health, state },
  sayTime,
}: {
  kiosk: DeskKiosk;
  sayTime: (ms: number) => string;
}) {
  const words = screensWords.value;
  const faults = health?.faults ?? [];
  if (state !== "connected" && state !== "offline") return null;
  if (faults.length === 0) return <p class="hint">{words.noFaults}</p>;
  return (
    <section aria-label={words.faults}>
      <ul class="troubles">
        {faults.map(({ code, detail, since }) => {
          const sinceMs = Date.parse(since ?? "");
          return (
            <li key={`${code} ${detail}`}>
              <Icon name="urgent" />
              {sayTrouble(code, detail)}
              {!Number.isNaN(sinceMs) && <small> {words.sinceTime(sayTime(sinceMs))}</small>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What it is told here is told to it alone, and holds for two minutes. */
function TellOne({ store, kiosk, commands }: Pick<NowProps, "store" | "kiosk" | "commands">) {
  const words = commandWords.value;
  const problem = useSignal<Problem | undefined>(undefined);
  const isBusy = useSignal(false);
  const send = async (command: CommandName) => {
    isBusy.value = true;
    const answer = await tell(store, command, { kioskId: kiosk.id });
    isBusy.value = false;
    problem.value = answer.ok ? undefined : answer.problem;
    if (answer.ok) commands.put(answer.body);
  };
  const told = commands.items.value?.filter(({ kioskId }) => kioskId === kiosk.id).slice(0, 3) ?? [];
  return (
    <section class="tell-one">
      <h3>{words.titleOne(kiosk.name)}</h3>
      <p class="chips">
        {commandNames.map((command) => (
          <button
            key={command}
            type="button"
            class="chip"
            title={words.hints[command]}
            disabled={isBusy.value || kiosk.state === "stopped"}
            onClick={() => void send(command)}
          >
            {words.commands[command]}
          </button>
        ))}
      </p>
      <Refusal problem={problem.value} />
      <div role="status">
        {told.map((sent) => (
          <CommandLine key={sent.id} store={store} sent={sent} />
        ))}
      </div>
    </section>
  );
}
