/** Light or dark: as the device has it, unless its owner chose for this page. Remembered on the device. */
import { signal } from "@preact/signals";
import { deviceStorage } from "./held/device-storage.ts";

export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const theme = signal<Theme>("auto");

function show(chosen: Theme): void {
  theme.value = chosen;
  if (chosen === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

export function chooseTheme(chosen: Theme): void {
  deviceStorage.write("theme", chosen === "auto" ? undefined : chosen);
  show(chosen);
}

/** Before the first drawing: what was chosen on this device holds from the start, and in every open page. */
export function startTheme(): void {
  const kept = (): Theme => themes.find((name) => name === deviceStorage.read("theme")) ?? "auto";
  show(kept());
  addEventListener("storage", (event) => {
    if (event.key === null || event.key.endsWith(".theme")) show(kept());
  });
}
