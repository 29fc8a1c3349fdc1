/** The screens on site: how they are, pairing one, telling them what to do, and when they are dark. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { SentCommand } from "../../../server/contract/kiosk.ts";
import { Refusal } from "../parts/form-field.tsx";
import type { DeskProps } from "../state/desk-props.ts";
import { BlackoutList } from "./blackout-list.tsx";
import { CommandLine } from "./command-line.tsx";
import { CommandList } from "./command-list.tsx";
import { Counts } from "./counts.tsx";
import { NoScreens } from "./no-screens.tsx";
import { PairScreen } from "./pair-screen.tsx";
import { RemoveScreen } from "./remove-screen.tsx";
import { ScreenSheet } from "./screen-sheet.tsx";
import { TellScreens } from "./tell-screens.tsx";
import { type Commands, useCommands } from "./use-commands.ts";
import { commonBuildOf, everything, NO_ZONE } from "./wall.ts";
import { WallView } from "./wall-view.tsx";
import { screensWords } from "./words.ts";

/** The one question, or the one sheet, that is open. */
type Asked =
  | { readonly ask: "pair"; readonly code: string; readonly replaces?: string }
  | { readonly ask: "tell" }
  | { readonly ask: "sheet" | "remove"; readonly id: string };

const views = ["wall", "commands", "blackouts"] as const;

export function ScreensPage({ store }: DeskProps) {
  const words = screensWords.value;
  const view = useSignal<(typeof views)[number]>("wall");
  const asked = useSignal<Asked | undefined>(undefined);
  const filter = useSignal(everything);
  const said = useSignal("");
  /** What was sent from here last: its answers are watched, whatever is looked at meanwhile. */
  const sent = useSignal("");
  const commands = useCommands(store, watchedFrom(view.value, asked.value, sent.value));
  const { all, isKnown, problem } = store.screens;
  const may = store.may("manageKiosks");
  const code = store.query.value.get("code");
  useEffect(() => {
    if (!isKnown.peek()) void store.screens.reload();
  }, []);
  useEffect(() => {
    if (code === null) return;
    if (may) asked.value = { ask: "pair", code };
    else said.value = words.notYours;
    store.settle();
  }, [code]);

  const close = () => (asked.value = undefined);
  const done = (what: string) => {
    close();
    said.value = what;
  };
  const tell = (command: SentCommand) => {
    close();
    commands.put(command);
    sent.value = command.id;
  };
  const isEmpty = isKnown.value && all.value.size === 0;
  const latest = commands.items.value?.find(({ id }) => id === sent.value);
  return (
    <main class="page screens">
      <header>
        <h1>{words.title}</h1>
        <Counts store={store} />
        <div class="page-acts">
          {may && !isEmpty && (
            <button type="button" class="button" onClick={() => (asked.value = { ask: "tell" })}>
              {words.tell}
            </button>
          )}
          {may && (
            <button
              type="button"
              class="button primary"
              onClick={() => (asked.value = { ask: "pair", code: "" })}
            >
              {words.pair}
            </button>
          )}
        </div>
        <p class="said" role="status">
          {said.value}
        </p>
      </header>
      <Refusal problem={problem.value} />
      <nav class="panes" aria-label={words.show}>
        {views.map((each) => (
          <button
            key={each}
            type="button"
            aria-current={view.value === each ? "true" : undefined}
            onClick={() => (view.value = each)}
          >
            {words.views[each]}
          </button>
        ))}
      </nav>
      {view.value === "wall" && (
        <>
          <div role="status">{latest !== undefined && <CommandLine store={store} sent={latest} />}</div>
          {isEmpty && <NoScreens may={may} />}
          {!isKnown.value && <p class="none">{words.loading}</p>}
          {all.value.size > 0 && (
            <WallView store={store} filter={filter} onOpen={(id) => (asked.value = { ask: "sheet", id })} />
          )}
        </>
      )}
      {view.value === "commands" && <CommandList store={store} commands={commands} />}
      {view.value === "blackouts" && <BlackoutList store={store} onSaid={(what) => (said.value = what)} />}
      {asked.value?.ask === "tell" && (
        <TellScreens
          store={store}
          zone={filter.value.zone === NO_ZONE ? "" : filter.value.zone}
          onClose={close}
          onSent={tell}
        />
      )}
      {asked.value?.ask === "pair" && (
        <PairScreen
          key={`${asked.value.code} ${asked.value.replaces}`}
          store={store}
          code={asked.value.code}
          replaces={asked.value.replaces}
          onClose={close}
          onDone={done}
        />
      )}
      {(asked.value?.ask === "sheet" || asked.value?.ask === "remove") && (
        <OfOne
          store={store}
          id={asked.value.id}
          ask={asked.value.ask}
          commands={commands}
          onAsk={(next) => (asked.value = next)}
          onClose={close}
          onDone={done}
        />
      )}
    </main>
  );
}

/** From where answers to commands are looked at now. */
function watchedFrom(view: string, asked: Asked | undefined, sent: string): string {
  if (asked?.ask === "sheet") return `sheet ${asked.id}`;
  return view === "commands" ? view : sent;
}

interface OfOneProps extends Pick<DeskProps, "store"> {
  readonly id: string;
  readonly ask: "sheet" | "remove";
  readonly commands: Commands;
  readonly onAsk: (asked: Asked) => void;
  readonly onClose: () => void;
  readonly onDone: (what: string) => void;
}

/** One that a colleague removes meanwhile takes its sheet along. */
function OfOne({ store, id, ask, commands, onAsk, onClose, onDone }: OfOneProps) {
  const kiosk = store.screens.all.value.get(id);
  useEffect(() => {
    if (kiosk === undefined) onClose();
  }, [kiosk === undefined]);
  if (kiosk === undefined) return null;
  if (ask === "remove") return <RemoveScreen store={store} kiosk={kiosk} onClose={onClose} onDone={onDone} />;
  return (
    <ScreenSheet
      store={store}
      kiosk={kiosk}
      commonBuild={commonBuildOf(store.screens.all.value.values())}
      commands={commands}
      onClose={onClose}
      onReplace={() => onAsk({ ask: "pair", code: "", replaces: id })}
      onRemove={() => onAsk({ ask: "remove", id })}
    />
  );
}
