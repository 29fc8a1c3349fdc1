/** Links to the page in another language change it in place. */
import { deviceStorage } from "../../shared/held/device-storage.ts";
import { interfaceLanguages, language, readIn } from "../../shared/words/words.ts";

/** [LN1] The address decides, then what was chosen on this device, then what the browser asks for. */
export function startLanguage(): void {
  const kept = deviceStorage.read("language");
  const isAsked = location.search.includes("lang=");
  if (!isAsked && kept !== null && kept !== language.peek() && interfaceLanguages.includes(kept))
    void readIn(kept);
  addEventListener("click", (event) => {
    const { target, ctrlKey, metaKey, shiftKey } = event;
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[href^='?lang=']") : null;
    if (link === null || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    import("./change-language.ts").then(
      ({ changeLanguage }) => changeLanguage(link.hreflang),
      () => location.assign(link.href),
    );
  });
}
