/** The desk: where moderators write, schedule and correct. */
import { render } from "preact";
import { createDeskCommands } from "./desk-commands.ts";
import { DeskPage } from "./desk-page.tsx";
import { createDeskStore } from "./desk-store.ts";
import { takeInvitation } from "./invitation.ts";

const store = createDeskStore();
const commands = createDeskCommands(store);
const invitation = takeInvitation(location, history);
void store.start();
render(
  <DeskPage store={store} commands={commands} invitation={invitation} />,
  document.querySelector("#app")!,
);
