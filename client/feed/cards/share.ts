/** Passes an announcement's address on: by the device's own sheet where it has one, else by the clipboard. */
import { words } from "../../shared/words/words.ts";

const SHOWN_MS = 4_000;
let told: HTMLElement | undefined;

export async function share(url: string, title: string): Promise<void> {
  try {
    if (navigator.share === undefined) throw new Error("no sheet");
    await navigator.share({ title, url });
  } catch (error) {
    // Whoever closed the sheet wants nothing.
    if (error instanceof DOMException && error.name === "AbortError") return;
    const isCopied = await navigator.clipboard?.writeText(url).then(
      () => true,
      () => false,
    );
    tell(isCopied ? words.peek().linkCopied : url);
  }
}

/** Where the clipboard is forbidden the address itself is told: it can be selected. */
function tell(text: string): void {
  told?.remove();
  const line = document.createElement("p");
  line.className = "told";
  line.setAttribute("role", "status");
  document.body.append(line);
  told = line;
  // A live region speaks of what comes into it, not of what it came with.
  setTimeout(() => (line.textContent = text), 50);
  setTimeout(() => line.remove(), SHOWN_MS);
}
