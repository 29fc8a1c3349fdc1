/** Another language at once, in place; the address says it too, so that a copied link speaks it. */
import { deviceStorage } from "../shared/device-storage.ts";
import { chooseInterface, interfaceLanguages, language, readIn } from "../shared/words.ts";

const asked = (): string | null => new URLSearchParams(location.search).get("lang");

export async function changeLanguage(tag: string): Promise<void> {
  const keepPlace = placeOfReader();
  await chooseInterface(tag);
  requestAnimationFrame(keepPlace);
  const address = new URL(location.href);
  address.searchParams.set("lang", language.peek());
  history.replaceState(history.state, "", address);
}

/** Texts differ in length: what stood first in sight stays where it was. */
function placeOfReader(): () => void {
  const articles = [...document.querySelectorAll("article")];
  const first = scrollY > 0 && articles.find((article) => article.getBoundingClientRect().bottom > 0);
  if (!first) return () => {};
  const { top } = first.getBoundingClientRect();
  return () => scrollBy(0, first.getBoundingClientRect().top - top);
}

/** [LN1] The address decides, then what was chosen on this device, then what the browser asks for. */
export function startLanguage(): void {
  const kept = deviceStorage.read("language");
  if (asked() === null && kept !== null && kept !== language.peek() && interfaceLanguages.includes(kept))
    void readIn(kept);
  addEventListener("click", (event) => {
    const { target, ctrlKey, metaKey, shiftKey } = event;
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[href^='?lang=']") : null;
    if (link === null || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    void changeLanguage(link.hreflang);
  });
}
