/** Another language at once, in place; the address says it too, so that a copied link speaks it. */
import { chooseInterface, language } from "../../shared/words/words.ts";

export async function changeLanguage(tag: string): Promise<void> {
  const keepPlace = placeOfReader();
  await chooseInterface(tag);
  // Twice: the browser may have set right a part of it in between.
  requestAnimationFrame(() => {
    keepPlace();
    requestAnimationFrame(keepPlace);
  });
  const address = new URL(location.href);
  address.searchParams.set("lang", language.peek());
  history.replaceState(history.state, "", address);
}

/** Texts differ in length: what is read stays where it was. That is what has the focus, else what begins in sight. */
function placeOfReader(): () => void {
  const boxOf = (element: Element): DOMRect => element.getBoundingClientRect();
  const alerts = [...document.querySelectorAll(".alert")].map((alert) => boxOf(alert).bottom);
  const line = Math.max(2, ...alerts) - 2;
  const inSight = [...document.querySelectorAll("article")].filter(
    (article) => boxOf(article).bottom > line && boxOf(article).top < innerHeight,
  );
  const read =
    inSight.find((article) => article.contains(document.activeElement)) ??
    inSight.find((article) => boxOf(article).top >= line) ??
    inSight[0];
  if (scrollY === 0 || read === undefined) return () => {};
  const { top } = boxOf(read);
  return () => scrollBy({ top: boxOf(read).top - top, behavior: "instant" });
}
