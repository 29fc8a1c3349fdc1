/** How the whole picture is put on the glass: turned, a little off its place against burn-in, dimmed at night. */
import { effect, type ReadonlySignal } from "@preact/signals";
import type { KioskConfig } from "../../../server/contract/kiosk.ts";
import { isWithin } from "../../../server/core/opening.ts";
import { wallAt } from "../../../server/core/wall-clock.ts";
import { shiftAt } from "./burn-in.ts";
import type { Picture } from "./picture.ts";

export interface DressParts {
  readonly picture: ReadonlySignal<Picture>;
  readonly now: ReadonlySignal<number>;
  readonly timeZone: ReadonlySignal<string>;
  readonly config: ReadonlySignal<Pick<KioskConfig, "night"> | undefined>;
  /** An alert stands still, and is never dimmed. */
  readonly isAlert: ReadonlySignal<boolean>;
}

/** Of its light, 0 to 1. */
export function lightAt(nowMs: number, zone: string, night: KioskConfig["night"]): number {
  return night !== undefined && isWithin(wallAt(nowMs, zone), night) ? night.brightness / 100 : 1;
}

export function dress(app: HTMLElement, { picture, now, timeZone, config, isAlert }: DressParts): void {
  const set = (name: string, value: string): void => {
    if (app.style.getPropertyValue(name) !== value) app.style.setProperty(name, value);
  };
  effect(() => {
    const { turn, isUpright } = picture.value;
    app.dataset.turn = String(turn);
    app.dataset.upright = String(isUpright);
  });
  effect(() => {
    const { x, y } = isAlert.value ? { x: 0, y: 0 } : shiftAt(now.value);
    set("--shift-x", String(x));
    set("--shift-y", String(y));
    const light = isAlert.value ? 1 : lightAt(now.value, timeZone.value, config.value?.night);
    set("filter", light === 1 ? "" : `brightness(${light})`);
  });
}
