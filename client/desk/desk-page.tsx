import { useSignal } from "@preact/signals";
import { Aim } from "./aim.tsx";
import { Bar } from "./bar.tsx";
import { Composer } from "./composer.tsx";
import type { DeskCommands } from "./desk-commands.ts";
import type { DeskStore } from "./desk-store.ts";
import { Questions } from "./dialogs.tsx";
import { OrderView } from "./order-view.tsx";
import { AcceptInvitation, SignIn } from "./sign-in.tsx";
import { UndoBar } from "./undo-bar.tsx";

export interface DeskProps {
  readonly store: DeskStore;
  readonly commands: DeskCommands;
}

export function DeskPage({ store, commands, invitation }: DeskProps & { invitation: string | undefined }) {
  const secret = useSignal(invitation);
  if (secret.value !== undefined) {
    return <AcceptInvitation store={store} secret={secret.value} onDone={() => (secret.value = undefined)} />;
  }
  if (store.who.value === undefined) return null;
  if (store.who.value === null) return <SignIn store={store} />;
  return (
    <>
      <div class="desk">
        <Bar store={store} />
        <OrderView store={store} />
        <Composer store={store} />
        <Aim store={store} commands={commands} />
      </div>
      <UndoBar store={store} commands={commands} />
      <Questions store={store} commands={commands} />
    </>
  );
}
