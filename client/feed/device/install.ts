/** Putting the feed on a phone's first screen. It is offered where somebody looks for it, never by itself. */
import { type ReadonlySignal, signal } from "@preact/signals";

interface PromptEvent extends Event {
  prompt(): Promise<{ outcome: "accepted" | "dismissed" }>;
}

const prompt = signal<PromptEvent | undefined>(undefined);

/** There while the browser would install it if asked. */
export const installable: ReadonlySignal<unknown> = prompt;

/** The browser says so once, so it is listened to from the start. */
export function followInstall(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    prompt.value = event as PromptEvent;
  });
  addEventListener("appinstalled", () => {
    prompt.value = undefined;
  });
}

/** Asks the reader by the browser's own question, which it puts only once. */
export async function install(): Promise<void> {
  const asking = prompt.peek();
  prompt.value = undefined;
  await asking?.prompt();
}
