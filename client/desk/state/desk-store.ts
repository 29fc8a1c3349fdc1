/** What the desk knows: who sits at it, the event, the announcements, what is being written. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import type { PublicEvent } from "../../../server/contract/event.ts";
import type { Role } from "../../../server/contract/people.ts";
import type { Programme } from "../../../server/contract/programme.ts";
import type { DeskAlarm, DeskStats, Presence } from "../../../server/contract/socket.ts";
import { browserPage } from "../../shared/browser-page.ts";
import { deviceStorage } from "../../shared/device-storage.ts";
import { createFeedClient } from "../../shared/feed-client.ts";
import { createResource } from "../../shared/resource.ts";
import { type ComposerForm, emptyForm, formFrom } from "../composer/composer-form.ts";
import { isSealed } from "../order/running-order.ts";
import { type Answer, ask, type Problem, type Request } from "./desk-api.ts";
import { createDeskItems } from "./desk-items.ts";
import { type DeskLink, openDeskLink } from "./desk-link.ts";
import { type DeskRight, hasRight } from "./desk-rights.ts";
import { createPages } from "./pages.ts";

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
  | { readonly ask: "password"; readonly done: (isProven: boolean) => void }
  | { readonly ask: "shortcuts" };

/** Where the three columns do not fit beside each other, the one that is shown. */
export type Part = "order" | "write" | "aim";

/** What the middle of the desk shows of the open announcement. */
export type Pane = "write" | "preview" | "history";

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
  const { page, goTo } = createPages();
  const pane = signal<Pane>("write");
  const part = signal<Part>("order");
  const stats = signal<DeskStats | undefined>(undefined);
  const presence = signal<Presence>([]);
  const alarms = signal<readonly DeskAlarm[]>([]);
  const twoPersonApproval = signal<readonly string[]>([]);
  /** The server has a newer revision than the one that was typed on: what was typed is still in the form. */
  const hasConflict = signal(false);
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
  let link: DeskLink | undefined;

  const keptName = (id: string | undefined): string => `desk.${id ?? "new"}`;

  function open(id: string | undefined): void {
    const item = id === undefined ? undefined : items.all.value.get(id);
    if (item !== undefined && isSealed(item)) return;
    const kept = readKept(keptName(id));
    if (id !== undefined) part.value = "write";
    batch(() => {
      const clean =
        item === undefined ? emptyForm(language.value) : formFrom(item, timeZone.value, language.value);
      form.value = kept ?? clean;
      isDirty.value = kept !== undefined;
      wasRestored.value = kept !== undefined;
      problem.value = undefined;
      hasConflict.value = false;
      pane.value = "write";
      said.value = "";
    });
    link?.editing(kept === undefined || id === undefined ? {} : { announcementId: id });
  }

  function edit(change: Partial<ComposerForm>): void {
    const { id } = form.peek();
    if (id !== undefined && !isDirty.peek()) link?.editing({ announcementId: id });
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
    hasConflict.value = false;
    link?.editing({});
  }

  /** Asks; where only the password is wanted again, asks the person for it and goes on. */
  async function asking<T>(path: string, request: Request = {}): Promise<Answer<T>> {
    for (;;) {
      const answer = await ask<T>(path, request);
      if (answer.ok) return answer;
      if (answer.problem.status === 401) who.value = null;
      if (answer.problem.code !== "fresh_sign_in_required") return answer;
      const isProven = await new Promise<boolean>((done) => {
        question.value = { ask: "password", done };
      });
      if (!isProven) return answer;
    }
  }

  /** A session that was renewed has another link; one that is over has none. */
  async function lookAgain(): Promise<void> {
    const answer = await ask<Who>("/api/v1/session");
    if (answer.ok) enter(answer.body);
    else if (answer.problem.status === 401) who.value = null;
    else setTimeout(lookAgain, 2_000);
  }

  function enter(signedIn: Who): void {
    who.value = signedIn;
    void items.reload().then(() => {
      if (form.value.id === undefined && !isDirty.value) open(undefined);
    });
    link?.close();
    link = openDeskLink({
      hello: (hello) => {
        twoPersonApproval.value = hello.twoPersonApproval;
      },
      changed: ({ announcementId }) => items.touch(announcementId),
      presence: (present) => {
        presence.value = present;
      },
      stats: (counted) => {
        stats.value = counted;
      },
      alarms: (holding) => {
        alarms.value = holding;
      },
      away: (refusal) => {
        const since = new Date(client.clock.now()).toISOString();
        batch(() => {
          presence.value = [];
          stats.value = undefined;
          if (refusal === "redis_unavailable" && alarms.value.every(({ code }) => code !== refusal))
            alarms.value = [...alarms.value, { code: "redis_unavailable", since }];
        });
      },
      ended: () => void lookAgain(),
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
    page,
    goTo,
    pane,
    part,
    stats,
    presence,
    alarms,
    twoPersonApproval,
    hasConflict,
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
    asking,
    /** Of this window, as `presence` names it. */
    socketId: (): string | undefined => link?.socketId(),
    /** Takes the lock of what is open from whoever holds it. */
    takeOver(): void {
      const { id } = form.peek();
      if (id !== undefined) link?.editing({ announcementId: id, takeOver: true });
    },
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
        presence.value = [];
        alarms.value = [];
        stats.value = undefined;
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
