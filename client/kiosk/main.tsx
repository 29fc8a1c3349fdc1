/** The kiosk: screens in the foyers and halls. Nobody touches them, so they never ask and never give up. */
import { render } from "preact";
import { KioskScreen } from "./kiosk-screen.tsx";
import { createKioskStore } from "./kiosk-store.ts";

const store = createKioskStore();
store.start();
render(<KioskScreen store={store} />, document.querySelector("#app")!);
