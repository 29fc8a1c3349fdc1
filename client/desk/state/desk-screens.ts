/**
 * The screens on site, kept up with: all of them when somebody signs in and whenever the link is back, each as it
 * changes. And on how many of them each announcement has been.
 */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { DeskKiosk, KiosksMessage, ShownMessage } from "../../../server/contract/desk-kiosk.ts";
import { ask, type Problem } from "./desk-api.ts";

const PAGES = 50;

/** What decides whether an announcement is expected on a screen. A pulse of its health is no news to that. */
export interface StandingScreen {
  readonly id: string;
  readonly name: string;
  readonly zone: string | undefined;
  readonly hall: string | undefined;
  readonly state: DeskKiosk["state"];
  readonly pairedAt: string;
}

export interface ShownCount {
  readonly revision: number;
  readonly screens: number;
  /** Of those that it concerns. */
  readonly missing: number;
}

export interface DeskScreens {
  readonly all: ReadonlySignal<ReadonlyMap<string, DeskKiosk>>;
  /** Whether the list was had once: none in it means that there are none. */
  readonly isKnown: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<Problem | undefined>;
  readonly standing: ReadonlySignal<readonly StandingScreen[]>;
  /** By announcement. */
  readonly shown: ReadonlySignal<ReadonlyMap<string, ShownCount>>;
  put(kiosk: DeskKiosk): void;
  drop(id: string): void;
  told(message: KiosksMessage): void;
  toldShown(message: ShownMessage): void;
  reload(): Promise<void>;
  clear(): void;
}

/** Answers and tellings overtake each other: settings go by their revision, how it is by what came last. */
export function withTold(held: DeskKiosk | undefined, told: DeskKiosk): DeskKiosk {
  if (held === undefined || told.revision >= held.revision) return told;
  const { state, since, lastSeenAt, health } = told;
  return {
    ...held,
    state,
    since,
    ...(lastSeenAt === undefined ? {} : { lastSeenAt }),
    ...(health === undefined ? {} : { health }),
  };
}

/** What is told last is true, but of an older revision. */
export const withShown = (
  held: ReadonlyMap<string, ShownCount>,
  message: ShownMessage,
): ReadonlyMap<string, ShownCount> => {
  const next = new Map(held);
  for (const { announcementId, ...count } of message)
    if (count.revision >= (next.get(announcementId)?.revision ?? 0)) next.set(announcementId, count);
  return next;
};

/** Asks nothing while nobody is signed in. */
export function createDeskScreens(isSignedIn: () => boolean): DeskScreens {
  const all = signal<ReadonlyMap<string, DeskKiosk>>(new Map());
  const isKnown = signal(false);
  const problem = signal<Problem | undefined>(undefined);
  const shown = signal<ReadonlyMap<string, ShownCount>>(new Map());
  let standing: readonly StandingScreen[] = [];
  /** What was told while the list was being fetched: newer than the page it stood on. */
  let meanwhile: KiosksMessage = [];

  function told(message: KiosksMessage): void {
    if (!isSignedIn()) return;
    meanwhile.push(...message);
    all.value = withAll(all.value, message);
  }

  async function reload(): Promise<void> {
    if (!isSignedIn()) return;
    meanwhile = [];
    const found = new Map<string, DeskKiosk>();
    let cursor = "";
    for (let page = 0; page < PAGES; page++) {
      const path = `/api/v1/desk/kiosks?limit=200${cursor === "" ? "" : `&cursor=${cursor}`}`;
      const answer = await ask<{ items: DeskKiosk[]; next?: string }>(path);
      if (!answer.ok) {
        problem.value = answer.problem;
        return;
      }
      for (const kiosk of answer.body.items) found.set(kiosk.id, kiosk);
      if (answer.body.next === undefined) break;
      cursor = answer.body.next;
    }
    if (!isSignedIn()) return;
    batch(() => {
      all.value = withAll(found, meanwhile);
      isKnown.value = true;
      problem.value = undefined;
    });
  }

  return {
    all,
    isKnown,
    problem,
    standing: computed(() => {
      const next = [...all.value.values()].map(standingOf);
      if (JSON.stringify(next) !== JSON.stringify(standing)) standing = next;
      return standing;
    }),
    shown,
    put: (kiosk) => told([kiosk]),
    drop: (id) => told([{ id, removed: true }]),
    told,
    toldShown: (message) => {
      if (isSignedIn()) shown.value = withShown(shown.value, message);
    },
    reload,
    clear: () =>
      batch(() => {
        all.value = new Map();
        shown.value = new Map();
        isKnown.value = false;
        problem.value = undefined;
      }),
  };
}

function withAll(
  held: ReadonlyMap<string, DeskKiosk>,
  message: KiosksMessage,
): ReadonlyMap<string, DeskKiosk> {
  const next = new Map(held);
  for (const each of message) {
    if ("removed" in each) next.delete(each.id);
    else next.set(each.id, withTold(next.get(each.id), each));
  }
  return next;
}

const standingOf = ({ id, name, zone, hall, state, pairedAt }: DeskKiosk): StandingScreen => ({
  id,
  name,
  zone,
  hall,
  state,
  pairedAt,
});
