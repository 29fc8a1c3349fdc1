import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../shared/parts/icon.tsx";
import { useShortcuts } from "../shell/shortcuts.tsx";
import { UNDO_MS } from "../state/desk-commands.ts";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { careWords } from "./care-words.ts";
import { type HeldDesk, useHeld } from "./held.ts";
import { type HeldLine, secondsLeft } from "./held-list.ts";

/**
 * Held, not sent: how long it can still be undone, one line for each. The focus stays where it was. What is
 * heard is said once for each line; the seconds are for the eye alone.
 */
export function UndoBar({ store }: DeskProps) {
  const held = useHeld(store);
  const words = careWords.value;
  useShortcuts([
    {
      keys: "u",
      says: () => careWords.value.undoShortcut,
      run: () => {
        const line = held.lines.findLast(({ state }) => state === "held");
        if (line !== undefined) held.undo(line);
      },
    },
  ]);
  return (
    <div class="held" data-count={held.lines.length}>
      <div role="status" class="hush">
        {held.lines.map((line) => (
          <p key={line.id}>{line.state === "held" ? words.heldHeard(line.headline) : endOf(line)}</p>
        ))}
      </div>
      {held.lines.map((line) => (
        <HeldRow key={line.id} store={store} held={held} line={line} />
      ))}
    </div>
  );
}

function HeldRow({ store, held, line }: { store: DeskStore; held: HeldDesk; line: HeldLine }) {
  const words = careWords.value;
  const row = useRef<HTMLElement>(null);
  // A window that opens in the middle of it begins in the middle.
  useEffect(() => {
    const passedMs = Math.min(0, line.untilMs - store.now.peek() - UNDO_MS);
    row.current?.style.setProperty("--passed", `${passedMs}ms`);
  }, [line.untilMs]);
  const isBusy = held.busy === line.id;
  const problem = held.problem?.id === line.id ? held.problem.problem : undefined;
  return (
    <section class="undo" ref={row} aria-label={line.headline} data-held={line.id} data-state={line.state}>
      <p>
        <b>
          <Told store={store} line={line} />
        </b>
        <small>{problem?.detail ?? words.heldHint[line.state]}</small>
      </p>
      {line.state === "held" && (
        <>
          <button type="button" class="button" disabled={isBusy} onClick={() => held.undo(line)}>
            <Icon name="undo" />
            {words.undo}
          </button>
          <button type="button" class="button now" disabled={isBusy} onClick={() => held.sendNow(line)}>
            {words.sendNow}
          </button>
        </>
      )}
      {line.state === "stopped" && (
        <button type="button" class="button" onClick={() => held.dismiss(line)}>
          {words.understood}
        </button>
      )}
      {line.state === "out" && (
        <>
          <button type="button" class="button" onClick={() => held.dismiss(line)}>
            {words.leaveIt}
          </button>
          {store.may("withdraw") && (
            <button
              type="button"
              class="button now"
              onClick={() => {
                held.dismiss(line);
                store.question.value = { ask: "withdraw", id: line.id, headline: line.headline };
              }}
            >
              {words.withdraw}
            </button>
          )}
        </>
      )}
    </section>
  );
}

function endOf({ state, headline, by = "" }: HeldLine): string {
  const words = careWords.value;
  if (state === "stopped") return words.stopped(by, headline);
  return state === "out" ? words.out(headline) : words.leaving(headline);
}

/** Seconds in words, always as wide as each other. */
function Told({ store, line }: { store: DeskStore; line: HeldLine }) {
  const words = careWords.value;
  if (line.state !== "held") return <>{endOf(line)}</>;
  return (
    <>
      {words.goesOut(line.headline)}{" "}
      <span class="num">{words.inSeconds(secondsLeft(line, store.now.value))}</span>
    </>
  );
}
