/**
 * Parts of the page that stay as the server drew them until what they show changes or the reader reaches for
 * them: only then is their code fetched. Until the first live announcement a phone loads that much less.
 */
import { useSignalEffect } from "@preact/signals";
import { type ComponentType, render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { language } from "../shared/words/words.ts";
import type { FeedStore } from "./feed-store.ts";

export type Part = ComponentType<{ store: FeedStore }>;

const loaders = {
  alerts: async () => (await import("./cards/urgent-alerts.tsx")).UrgentAlerts,
  strip: async () => (await import("./frame/rehearsal-strip.tsx")).RehearsalStrip,
  linked: async () => (await import("./stream/linked.tsx")).Linked,
  rail: async () => (await import("./frame/rail.tsx")).Rail,
  tools: async () => (await import("./frame/tools.tsx")).Tools,
  moments: async () => (await import("./frame/rail.tsx")).Moments,
  older: async () => (await import("./stream/older.tsx")).Older,
  board: async () => (await import("./board/board-view.tsx")).BoardView,
  leadBoard: async () => {
    const { BoardView } = await import("./board/board-view.tsx");
    return ({ store }) => <BoardView store={store} lead />;
  },
} satisfies Record<string, () => Promise<Part>>;
export type PartName = keyof typeof loaders;

/** The server has them all at hand. */
const atHand = new Map<PartName, Part>();
export const haveAtHand = (parts: Record<PartName, Part>): void => {
  for (const [name, part] of Object.entries(parts)) atHand.set(name as PartName, part);
};

/** What could not be fetched is tried again: danger may be among it. */
const AGAIN_MS = 2_000;

/** While taking over a page, Preact leaves alone what stands where markup is said to be given. */
const AS_SERVED = { __html: "" };

export function Later({ store, name }: { store: FeedStore; name: PartName }) {
  const box = useRef<HTMLDivElement>(null);
  const isFirst = useRef(true);
  const drawer = useRef<Drawer | undefined>(undefined);
  useEffect(() => {
    if (box.current === null) return;
    drawer.current = drawerOf(box.current, store, loaders[name]);
    if (isLive(store, name)) void drawer.current();
  }, []);
  useSignalEffect(() => {
    readInputs(store);
    if (!isFirst.current || isReadersOwn(store)) void drawer.current?.();
    isFirst.current = false;
  });
  const AtHand = atHand.get(name);
  if (AtHand === undefined) return <div class="part" ref={box} dangerouslySetInnerHTML={AS_SERVED} />;
  return (
    <div class="part">
      <AtHand store={store} />
    </div>
  );
}

/** What the device remembers was there before this could listen, and the server could not know of it. */
const isReadersOwn = ({ attendance, starred }: FeedStore): boolean =>
  attendance.value !== undefined || starred.sessions.value.size > 0;

/** Whether it shows something that changes by the clock. */
const isLive = (store: FeedStore, name: PartName): boolean =>
  name === "linked" || (name === "alerts" && store.view.peek().urgent.length > 0);

/** All that these parts show. */
function readInputs(store: FeedStore): void {
  const { client, attendance, kind, track, hall, onlyStarred, starred, event, programme, boardTurn } = store;
  const chosen = [kind, track, hall, onlyStarred, attendance, language, starred.sessions];
  for (const input of [...chosen, client.held, event, programme, boardTurn]) void input.value;
  void store.isRehearsal.value;
}

/** Draws the part, the first time that it is called; false when its code could not be had. */
type Drawer = () => Promise<boolean>;

function drawerOf(box: HTMLElement, store: FeedStore, load: () => Promise<Part>): Drawer {
  let drawing: Promise<boolean> | undefined;
  let isDrawn = false;

  async function drawOnce(): Promise<boolean> {
    try {
      const Drawn = await load();
      // Into what is there: its elements stay, and so does the focus in them.
      render(<Drawn store={store} />, box);
      isDrawn = true;
    } catch {
      drawing = undefined;
      setTimeout(draw, AGAIN_MS);
    }
    return isDrawn;
  }

  function draw(): Promise<boolean> {
    drawing ??= drawOnce();
    return drawing;
  }

  /** What the reader did before the part could answer is done again once it can. */
  async function repeat({ type, target }: Event): Promise<void> {
    if (isDrawn || !(target instanceof Element)) return;
    const control = target.closest<HTMLSelectElement>(type === "click" ? "button" : "select");
    const value = control?.value ?? "";
    if (!(await draw()) || control === null) return;
    if (type === "click") return control.click();
    control.value = value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  for (const reach of ["pointerover", "focusin"]) box.addEventListener(reach, draw, { once: true });
  if (box.querySelector(".older")) addEventListener("scroll", draw, { once: true });
  for (const deed of ["click", "change"]) box.addEventListener(deed, repeat);
  return draw;
}
