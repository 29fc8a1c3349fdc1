/** What the desk knows: who sits at it, the event, the announcements, what is being written. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { DeskAnnouncement } from "../../server/contract/desk-announcement.ts";
import type { PublicEvent } from "../../server/contract/event.ts";
import type { Role } from "../../server/contract/people.ts";
import type { Programme } from "../../server/contract/programme.ts";
import { browserPage } from "../shared/browser-page.ts";
import { deviceStorage } from "../shared/device-storage.ts";
import { createFeedClient } from "../shared/feed-client.ts";
import { createResource } from "../shared/resource.ts";
import { type ComposerForm, emptyForm, formFrom } from "./composer-form.ts";
import { ask, type Problem } from "./desk-api.ts";
import { createDeskItems } from "./desk-items.ts";
import { type DeskStats, openDeskLink } from "./desk-link.ts";
import { type DeskRight, hasRight } from "./desk-rights.ts";
import { isSealed } from "./running-order.ts";

export interface Who {
  readonly id: string;
  readonly role: Role;
  readonly email?: string;
  readonly name?: string;
}

/** Held back for some seconds: it can still be undone. */
export interface Held {
  readonly id: string;
  readonly headline: string;
  readonly untilMs: number;
}

/** What a person must answer before the desk goes on. */
export type Question =
  | { readonly ask: "urgent"; readonly go: () => Promise<void> }
  | { readonly ask: "withdraw"; readonly id: string; readonly headline: string }
  | { readonly ask: "password"; readonly go: () => Promise<void> }
  | { readonly ask: "programme" };

export function createDeskStore() {
  const who = signal<Who | null | undefined>(undefined);
  const event = createResource<PublicEvent>("/api/v1/event", "event");
  const programme = createResource<Programme>("/api/v1/programme", "programme");
  const items = createDeskItems(() => who.peek() != null);
  const client = createFeedClient({
    page: browserPage,
    onArrived: (entries) => {
      for (const entry of entries) {
        if ("announcement" in entry) items.touch(entry.announcement.id);
        else if ("announcementId" in entry) items.touch(entry.announcementId);
        if (entry.type === "programmeChanged") programme.refresh();
        if (entry.type === "eventChanged") event.refresh();
      }
    },
  });
  const now = signal(client.clock.now());
  const stats = signal<DeskStats | undefined>(undefined);
  const form = signal<ComposerForm>(emptyForm("en"));
  const isDirty = signal(false);
  const wasRestored = signal(false);
  const problem = signal<Problem | undefined>(undefined);
  const held = signal<Held | undefined>(undefined);
  const question = signal<Question | undefined>(undefined);
  const said = signal("");
  const isBusy = signal(false);
  const language = computed(() => event.value.value?.languages[0] ?? "en");
  const timeZone = computed(() => event.value.value?.timeZone ?? "UTC");
  const openItem = computed((): DeskAnnouncement | undefined => {
    const item = form.value.id === undefined ? undefined : items.all.value.get(form.value.id);
    return item === undefined || isSealed(item) ? undefined : item;
  });
  let link: { close(): void } | undefined;

  const keptName = (id: string | undefined): string => `desk.${id ?? "new"}`;

  function open(id: string | undefined): void {
    const item = id === undefined ? undefined : items.all.value.get(id);
    if (item !== undefined && isSealed(item)) return;
    const kept = readKept(keptName(id));
    batch(() => {
      const clean =
        item === undefined ? emptyForm(language.value) : formFrom(item, timeZone.value, language.value);
      form.value = kept ?? clean;
      isDirty.value = kept !== undefined;
      wasRestored.value = kept !== undefined;
      problem.value = undefined;
      said.value = "";
    });
  }

  function edit(change: Partial<ComposerForm>): void {
    batch(() => {
      form.value = { ...form.value, ...change };
      isDirty.value = true;
    });
    deviceStorage.write(keptName(form.value.id), JSON.stringify(form.value));
  }

  /** What was typed is with the server now, or given up. */
  function forget(id: string | undefined): void {
    deviceStorage.write(keptName(id), undefined);
    isDirty.value = false;
    wasRestored.value = false;
  }

  function enter(signedIn: Who): void {
    who.value = signedIn;
    void items.reload().then(() => {
      if (form.value.id === undefined && !isDirty.value) open(undefined);
    });
    link?.close();
    link = openDeskLink({
      changed: ({ announcementId }) => items.touch(announcementId),
      stats: (counted) => {
        stats.value = counted;
      },
      back: () => void items.reload(),
      poll: () => void items.reload(),
    });
  }

  /** Somebody else changed what is open here, and nothing has been typed: show it as it is now. */
  function follow(): void {
    const item = openItem.value;
    if (item !== undefined && !isDirty.peek() && item.revision !== form.peek().revision)
      form.value = formFrom(item, timeZone.peek(), language.peek());
  }

  return {
    who,
    event: event.value,
    programme: programme.value,
    items,
    client,
    now,
    stats,
    form,
    isDirty,
    wasRestored,
    problem,
    held,
    question,
    said,
    isBusy,
    language,
    timeZone,
    openItem,
    open,
    edit,
    forget,
    enter,
    may: (right: DeskRight): boolean => who.value != null && hasRight(who.value.role, right),
    async start(): Promise<void> {
      event.refresh();
      programme.refresh();
      client.start();
      effect(follow);
      setInterval(() => {
        now.value = client.clock.now();
      }, 500);
      const answer = await ask<Who>("/api/v1/session");
      if (answer.ok) enter(answer.body);
      else who.value = null;
    },
    async leave(): Promise<void> {
      await ask("/api/v1/session", { method: "DELETE" });
      link?.close();
      batch(() => {
        who.value = null;
        items.clear();
        form.value = emptyForm(language.value);
        isDirty.value = false;
        problem.value = undefined;
        held.value = undefined;
        question.value = undefined;
        said.value = "";
      });
    },
  };
}

export type DeskStore = ReturnType<typeof createDeskStore>;

function readKept(name: string): ComposerForm | undefined {
  try {
    return JSON.parse(deviceStorage.read(name) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
