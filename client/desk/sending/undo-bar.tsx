import { useSignalEffect } from "@preact/signals";
import { Icon } from "../../shared/parts/icon.tsx";
import type { DeskProps } from "../desk-page.tsx";

/** Held, not sent: how long it can still be undone. The focus stays where it was. */
export function UndoBar({ store, commands }: DeskProps) {
  useSignalEffect(() => {
    if (store.held.value !== undefined && store.now.value >= store.held.value.untilMs)
      store.held.value = undefined;
  });
  const held = store.held.value;
  const seconds = held === undefined ? 0 : Math.max(0, Math.ceil((held.untilMs - store.now.value) / 1000));
  return (
    <div role="status" class={held === undefined ? "hush" : "undo"} key={held?.id}>
      {held && (
        <>
          <p>
            <b>
              “{held.headline}” goes out in {seconds} s
            </b>
            <small>Nobody has seen it yet</small>
          </p>
          <button type="button" class="button" onClick={() => void commands.undo()}>
            <Icon name="undo" />
            Undo
          </button>
          <button type="button" class="button now" onClick={() => void commands.sendNow()}>
            Send now
          </button>
        </>
      )}
    </div>
  );
}
