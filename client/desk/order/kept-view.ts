/** Tab and filters, kept for as long as this window is open. */
import { type OrderView, readView } from "./order-filter.ts";

const NAME = "fanfare.desk.order";

export function keptView(): OrderView {
  try {
    return readView(sessionStorage.getItem(NAME));
  } catch {
    return readView(null);
  }
}

export function keepView(view: OrderView): void {
  try {
    sessionStorage.setItem(NAME, JSON.stringify(view));
  } catch {
    // Kept until the page is left.
  }
}
