import { useSignal } from "@preact/signals";
import { AccountPage } from "./account/account-page.tsx";
import { AuditPage } from "./audit/audit-page.tsx";
import { Aim } from "./composer/aim.tsx";
import { Composer } from "./composer/composer.tsx";
import { OrderView } from "./order/order-view.tsx";
import { PeoplePage } from "./people/people-page.tsx";
import { ProgrammePage } from "./programme/programme-page.tsx";
import { Questions } from "./questions.tsx";
import { ScreensPage } from "./screens/screens-page.tsx";
import { UndoBar } from "./sending/undo-bar.tsx";
import { UrgentStrip } from "./sending/urgent-strip.tsx";
import { EventPage } from "./setup/event-page.tsx";
import { Alarms } from "./shell/alarms.tsx";
import { Bar } from "./shell/bar.tsx";
import { useDeskShortcuts } from "./shell/desk-shortcuts.ts";
import { PartTabs } from "./shell/part-tabs.tsx";
import { AcceptInvitation, SignIn } from "./shell/sign-in.tsx";
import type { DeskProps } from "./state/desk-props.ts";

export function DeskPage({ store, commands, invitation }: DeskProps & { invitation: string | undefined }) {
  const secret = useSignal(invitation);
  if (secret.value !== undefined) {
    return <AcceptInvitation store={store} secret={secret.value} onDone={() => (secret.value = undefined)} />;
  }
  if (store.who.value === undefined) return null;
  if (store.who.value === null) return <SignIn store={store} />;
  return <SignedIn store={store} commands={commands} />;
}

function SignedIn(props: DeskProps) {
  useDeskShortcuts(props);
  return (
    <>
      <div class="desk" data-page={props.store.page.value} data-part={props.store.part.value}>
        <Bar {...props} />
        <div class="strips">
          <Alarms {...props} />
          <UrgentStrip {...props} />
        </div>
        <Page {...props} />
      </div>
      <UndoBar {...props} />
      <Questions {...props} />
    </>
  );
}

/** What stands under the bar. The running order and the open announcement are one page. */
function Page(props: DeskProps) {
  switch (props.store.page.value) {
    case "desk":
      return (
        <>
          <OrderView {...props} />
          <Composer {...props} />
          <Aim {...props} />
          <PartTabs {...props} />
        </>
      );
    case "programme":
      return <ProgrammePage {...props} />;
    case "screens":
      return <ScreensPage {...props} />;
    case "event":
      return <EventPage {...props} />;
    case "people":
      return <PeoplePage {...props} />;
    case "audit":
      return <AuditPage {...props} />;
    case "account":
      return <AccountPage {...props} />;
  }
}
