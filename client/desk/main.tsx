/** The desk: where moderators write, schedule and correct. */
import { effect } from "@preact/signals";
import { render } from "preact";
import { startTheme } from "../shared/theme.ts";
import { preferredLanguage, readIn, speak } from "../shared/words/words.ts";
import { words as english } from "../shared/words/words-en.ts";
import { DeskPage } from "./desk-page.tsx";
import { venueZone } from "./parts/fault-words.ts";
import { takeInvitation } from "./shell/invitation.ts";
import { createDeskCommands } from "./state/desk-commands.ts";
import { createDeskStore } from "./state/desk-store.ts";
import { deskLanguages } from "./words.ts";

const store = createDeskStore();
const commands = createDeskCommands(store);
const invitation = takeInvitation(location, history);
startTheme();
effect(() => {
  venueZone.value = store.timeZone.value;
});
speak(english, "en");
await readIn(preferredLanguage(deskLanguages));
void store.start();
render(
  <DeskPage store={store} commands={commands} invitation={invitation} />,
  document.querySelector("#app")!,
);
