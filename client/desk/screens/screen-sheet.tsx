import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { DeskKiosk } from "../../../server/contract/desk-kiosk.ts";
import { Dialog } from "../parts/dialog.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { settingsWords } from "./settings-words.ts";
import { SheetNow } from "./sheet-now.tsx";
import { SheetSettings } from "./sheet-settings.tsx";
import { SheetShown } from "./sheet-shown.tsx";
import type { Commands } from "./use-commands.ts";
import { useSettings } from "./use-settings.ts";
import { screensWords } from "./words.ts";

const panes = ["now", "settings", "shown"] as const;

interface SheetProps {
  readonly store: DeskStore;
  readonly kiosk: DeskKiosk;
  readonly commonBuild: string | undefined;
  readonly commands: Commands;
  readonly onClose: () => void;
  readonly onReplace: () => void;
  readonly onRemove: () => void;
}

/** One screen: how it is, how it is set up, what it has shown. */
export function ScreenSheet(props: SheetProps) {
  const { store, kiosk, commonBuild, commands, onClose, onReplace, onRemove } = props;
  const words = screensWords.value;
  const pane = useSignal<(typeof panes)[number]>("now");
  const isSure = useSignal(false);
  const settings = useSettings(store, kiosk);
  useEffect(() => {
    isSure.value = false;
  }, [settings.form.value]);
  /** What was changed and not saved is not lost by one key. */
  const mayClose = (): boolean => {
    const may = !settings.isDirty.peek() || isSure.peek();
    if (!may) {
      isSure.value = true;
      pane.value = "settings";
    }
    return may;
  };
  return (
    <Dialog title={kiosk.name} look="sheet" mayClose={mayClose} onClose={onClose}>
      <button
        type="button"
        class="button sheet-close"
        onClick={() => {
          if (mayClose()) onClose();
        }}
      >
        {isSure.value ? settingsWords.value.leaveSure : words.close}
      </button>
      <nav class="panes" aria-label={words.show}>
        {panes.map((each) => (
          <button
            key={each}
            type="button"
            aria-current={pane.value === each ? "true" : undefined}
            onClick={() => (pane.value = each)}
          >
            {words.panes[each]}
          </button>
        ))}
      </nav>
      <div class="sheet-pane" data-pane={pane.value}>
        {pane.value === "now" && (
          <SheetNow
            store={store}
            kiosk={kiosk}
            commonBuild={commonBuild}
            commands={commands}
            onReplace={onReplace}
            onRemove={onRemove}
          />
        )}
        {pane.value === "settings" && <SheetSettings store={store} settings={settings} />}
        {pane.value === "shown" && (
          <SheetShown
            store={store}
            id={kiosk.id}
            showing={`${kiosk.health?.showing?.announcementId} ${kiosk.health?.showing?.revision}`}
          />
        )}
      </div>
    </Dialog>
  );
}
