/** What the desk knows: who sits at it, the event, the announcements, what is being written. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import type { PublicEvent } from "../../../server/contract/event.ts";
import type { Role } from "../../../server/contract/people.ts";
import type { Programme } from "../../../server/contract/programme.ts";
import { createResource } from "../../shared/held/resource.ts";
import { keptForms } from "../composer/kept-forms.ts";
import { heldByOther } from "../composer/lock.ts";
import { isSealed } from "../order/running-order.ts";
import { ask, type Problem } from "./desk-api.ts";
import { createAsking } from "./desk-asking.ts";
import { createDeskFeed } from "./desk-feed.ts";
import { createDeskForm } from "./desk-form.ts";
import { createDeskItems } from "./desk-items.ts";
import { type DeskLink, openDeskLink } from "./desk-link.ts";
import { createLive } from "./desk-live.ts";
import { createLock } from "./desk-lock.ts";
import { type DeskRight, hasRight } from "./desk-rights.ts";
import { createDeskScreens } from "./desk-screens.ts";
import { after, devicePlace } from "./device-place.ts";
import { createPages } from "./pages.ts";
import { createStillHere } from "./still-here.ts";
import type { Pane, Part, Question } from "./what-is-open.ts";

export interface Who {
  readonly id: string;
  readonly role: Role;
  readonly email?: string;
  readonly name?: string;
}

/** Held back for some seconds: it can still be undone. */
export type Held = { readonly id: string; readonly headline: string; readonly untilMs: number };

export function createDeskStore() {
  const who = signal<Who | null | undefined>(undefined);
  const event = createResource<PublicEvent>("/api/v1/event", "event");
  const programme = createResource<Programme>("/api/v1/programme", "programme");
  const items = createDeskItems(() => who.peek() != null);
  const screens = createDeskScreens(() => who.peek() != null);
  const feed = createDeskFeed({ items, event, programme });
  const { client } = feed;
  const now = signal(client.clock.now());
  const { page, query, goTo, settle } = createPages();
  const pane = signal<Pane>("write");
  const part = signal<Part>("order");
  const live = createLive(() => client.clock.now());
  const { stats, presence, alarms, twoPersonApproval } = live;
  const problem = signal<Problem | undefined>(undefined);
  const held = signal<Held | undefined>(undefined);
  const question = signal<Question | undefined>(undefined);
  const said = signal("");
  const isBusy = signal(false);
  const language = computed(() => event.value.value?.languages[0] ?? "en");
  const timeZone = computed(() => event.value.value?.timeZone ?? "UTC");
  const itemOf = (id: string | undefined): DeskAnnouncement | undefined => {
    const item = id === undefined ? undefined : items.all.peek().get(id);
    return item === undefined || isSealed(item) ? undefined : item;
  };
  let link: DeskLink | undefined;
  const stillHere = createStillHere({
    ask: () => ask<Who>("/api/v1/session"),
    wait: (ms) => new Promise((resume) => setTimeout(resume, ms)),
    here: (signedIn) => enter(signedIn),
    gone: () => {
      link?.close();
      who.value = null;
    },
  });
  const asking = createAsking({
    stillHere,
    password: (done) => {
      question.value = { ask: "password", done };
    },
  });
  const place = devicePlace();
  const writing = createDeskForm({
    itemOf,
    language,
    timeZone,
    now: () => client.clock.now(),
    newKey: () => crypto.randomUUID(),
    quietly: asking.quietly,
    took: (item) => items.put(item),
    editing: (message) => link?.editing(message),
    isHeldByOther: (id) => heldByOther(presence.peek(), id, link?.socketId()) !== undefined,
    isSignedIn: () => who.peek() != null,
    kept: () => {
      const { id } = who.peek() ?? {};
      return id === undefined ? undefined : keptForms(place.shelf, id);
    },
    remember: place.remember,
    after,
  });
  const { form, isDirty, wasRestored, hasConflict } = writing;
  const openItem = computed((): DeskAnnouncement | undefined => {
    const item = form.value.id === undefined ? undefined : items.all.value.get(form.value.id);
    return item === undefined || isSealed(item) ? undefined : item;
  });
  const { lock, takenBy, told } = createLock(presence, form, () => link?.socketId());

  /** Undefined: a new one, empty. What is sealed does not open. */
  function open(id: string | undefined): void {
    const found = id === undefined ? undefined : items.all.value.get(id);
    if (found !== undefined && isSealed(found)) return;
    shown(() => writing.open(itemOf(id)));
    part.value = "write";
  }

  function shown(opening: () => void): void {
    batch(() => {
      opening();
      problem.value = undefined;
      takenBy.value = undefined;
      pane.value = "write";
      said.value = "";
    });
  }

  /** Resolves once the announcements are there: nobody who writes waits for the screens. */
  function reloadAll(): Promise<void> {
    void screens.reload();
    return items.reload();
  }

  let wasHere: string | undefined;

  function enter(signedIn: Who): void {
    // What one person typed is not shown to the next.
    if (wasHere !== undefined && wasHere !== signedIn.id) writing.close();
    const isBack = wasHere === signedIn.id;
    wasHere = signedIn.id;
    who.value = signedIn;
    feed.begin();
    void reloadAll().then(() => {
      const name = place.remembered();
      if (!isBack && !isDirty.peek() && name !== undefined) shown(() => writing.openNamed(name));
      writing.refreshKept();
      writing.lookAgain();
    });
    link?.close();
    // What is open for writing stays with whoever proved who they are.
    const open = isBack ? link?.saying() : undefined;
    link = openDeskLink(open, {
      ...live.reports,
      hello: (hello) => {
        live.reports.hello(hello);
        const { role } = hello;
        if (role !== undefined && who.value != null && who.value.role !== role)
          who.value = { ...who.value, role };
      },
      changed: ({ announcementId }) => items.touch(announcementId),
      presence: (present) => {
        // Taken from here, it does not come back by itself when whoever took it lets go for a moment.
        if (told(present)) link?.editing({});
        writing.lookAgain();
      },
      ended: () => void stillHere(),
      kiosks: screens.told,
      shown: screens.toldShown,
      back: () => void reloadAll().then(writing.lookAgain),
      poll: () => void reloadAll(),
    });
  }

  return {
    who,
    event: event.value,
    programme: programme.value,
    items,
    screens,
    client,
    now,
    page,
    query,
    goTo,
    settle,
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
    writing,
    lock,
    takenBy,
    problem,
    held,
    question,
    said,
    isBusy,
    language,
    timeZone,
    openItem,
    open,
    edit: writing.edit,
    forget: writing.forget,
    /** One that is kept on this device alone, by its name there. */
    openKept: (name: string): void => shown(() => writing.openNamed(name)),
    enter,
    asking: asking.withPassword,
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
      effect(() => {
        void language.value;
        writing.follow(openItem.value);
        writing.lookAgain();
      });
      addEventListener("online", writing.lookAgain);
      setInterval(() => {
        now.value = client.clock.now();
      }, 500);
      const answer = await ask<Who>("/api/v1/session");
      if (answer.ok) enter(answer.body);
      else who.value = null;
    },
    async leave(): Promise<void> {
      await ask("/api/v1/session", { method: "DELETE" });
      wasHere = undefined;
      link?.close();
      batch(() => {
        who.value = null;
        live.clear();
        items.clear();
        screens.clear();
        writing.close();
        problem.value = undefined;
        held.value = undefined;
        question.value = undefined;
        said.value = "";
      });
    },
  };
}

export type DeskStore = ReturnType<typeof createDeskStore>;
