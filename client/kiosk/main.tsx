/** The kiosk: screens in the foyers and halls. Nobody touches them, so they never ask and never give up. */
import { render } from "preact";
import { startTheme } from "../shared/theme.ts";
import { KioskScreen } from "./kiosk-screen.tsx";
import { createKioskStore } from "./kiosk-store.ts";

startTheme();
const store = createKioskStore();
store.start();
render(<KioskScreen store={store} />, document.querySelector("#app")!);
