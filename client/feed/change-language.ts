/** Another language at once, in place; the address says it too, so that a copied link speaks it. */
import { chooseInterface, language } from "../shared/words.ts";

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
