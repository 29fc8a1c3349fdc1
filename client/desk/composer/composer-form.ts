/** What stands in the composer's fields, and how it becomes an announcement and back. Pure. */
import type {
  Announcement,
  Audience,
  Kind,
  NewAnnouncement,
  Text,
} from "../../../server/contract/announcement.ts";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { venueText } from "../../shared/time.ts";
import {
  actionsFrom,
  detailsFrom,
  type Fields,
  type FormAction,
  formActions,
  instructionFrom,
  type PodiumRow,
  podiumFrom,
  textFields,
  type ZoneInstruction,
  zoneInstructionsFrom,
} from "./form-details.ts";
import { type ExactTimes, instantOf } from "./form-times.ts";
import type { TemplateName } from "./templates.ts";

export interface ComposerForm {
  /** What is being changed, and from which revision; absent for a new one. */
  readonly id?: string | undefined;
  readonly revision?: number | undefined;
  /** Of a new one, until the server has given it an id: by it the device keeps several apart. */
  readonly draftKey?: string | undefined;
  readonly exact?: ExactTimes;
  readonly kind: Kind;
  readonly text: FormText;
  readonly attendance: Audience["attendance"];
  readonly zones: readonly string[];
  readonly tracks: readonly string[];
  /** Of the venue's screens these alone; none chosen: all that it concerns. */
  readonly screens: readonly string[];
  readonly surfaces: readonly ("feed" | "kiosk")[];
  /** In the order in which they are shown; more than one for a way of attending is possible. */
  readonly actions: readonly FormAction[];
  readonly sessionId: string;
  readonly pinned: boolean;
  readonly key: boolean;
  /** On the venue's clock, as a date and time field writes it. */
  readonly embargoUntil: string;
  readonly expiresAt: string;
  readonly at: string;
  readonly when: "now" | "at" | "session";
  /** Minutes before its session starts, where it goes out with it. */
  readonly leadMinutes: string;
  readonly release: Fields;
  readonly change: Fields;
  readonly urgent: Fields;
  readonly instruction: Fields;
  readonly zoneInstructions: readonly ZoneInstruction[];
  readonly competition: string;
  readonly podium: readonly PodiumRow[];
  /** Of a correction: the text that stood there before leaves public view. */
  readonly removePrevious: boolean;
  /** Which template fills what is empty, from which answers, and what it last wrote by itself. */
  readonly template: TemplateName | "";
  readonly prompts: Fields;
  readonly generated: FormText;
}

export type FormText = Readonly<Record<string, { readonly headline: string; readonly body: string }>>;

export const emptyRow = (place: number): PodiumRow => ({
  place: String(place),
  name: "",
  affiliation: "",
  country: "",
});

export const emptyForm = (language: string): ComposerForm => ({
  kind: "notice",
  text: { [language]: { headline: "", body: "" } },
  attendance: "everyone",
  zones: [],
  tracks: [],
  screens: [],
  surfaces: ["feed", "kiosk"],
  actions: [],
  sessionId: "",
  pinned: false,
  key: false,
  embargoUntil: "",
  expiresAt: "",
  at: "",
  when: "now",
  leadMinutes: "0",
  release: {},
  change: {},
  urgent: { status: "exercise", messageType: "alert" },
  instruction: {},
  zoneInstructions: [],
  competition: "",
  podium: [1, 2, 3].map(emptyRow),
  removePrevious: false,
  template: "",
  prompts: {},
  generated: {},
});

export function writtenFrom(form: ComposerForm, zone: string): NewAnnouncement {
  const details = detailsFrom(form);
  const text: Text = Object.fromEntries(
    Object.entries(form.text).filter(
      ([, { headline, body }]) => headline.trim() !== "" || body.trim() !== "",
    ),
  );
  const time = (name: "embargoUntil" | "expiresAt") =>
    form[name] === "" ? {} : { [name]: instantOf(form[name], zone, form.exact?.[name]) };
  return {
    kind: form.kind,
    text,
    audience: {
      attendance: form.attendance,
      zones: [...form.zones],
      tracks: [...form.tracks],
      ...(form.screens.length === 0 ? {} : { screens: [...form.screens] }),
    },
    surfaces: [...form.surfaces],
    actions: actionsFrom(form.actions),
    ...(form.sessionId === "" ? {} : { sessionId: form.sessionId }),
    ...(details === undefined ? {} : { details }),
    ...time("embargoUntil"),
    ...time("expiresAt"),
    pinned: form.pinned,
    key: form.key,
  };
}

export function formFrom(item: DeskAnnouncement, zone: string, language: string): ComposerForm {
  const empty = emptyForm(language);
  const local = (instant: string | undefined): string =>
    instant === undefined ? "" : venueText(Date.parse(instant), zone);
  const details = (item.details ?? {}) as Record<string, unknown>;
  const { instruction: _words, ...fields } = textFields(details);
  const { embargoUntil, expiresAt, scheduledAt, follows } = item;
  return {
    ...empty,
    id: item.id,
    revision: item.revision,
    exact: { embargoUntil, expiresAt, at: scheduledAt },
    kind: item.kind,
    text: { ...empty.text, ...item.text },
    ...item.audience,
    screens: item.audience.screens ?? [],
    surfaces: item.surfaces,
    actions: formActions(item.actions),
    sessionId: item.sessionId ?? "",
    pinned: item.pinned,
    key: item.key,
    embargoUntil: local(embargoUntil),
    expiresAt: local(expiresAt),
    at: local(scheduledAt),
    when: follows !== undefined ? "session" : scheduledAt === undefined ? "now" : "at",
    leadMinutes: String(follows?.leadMinutes ?? 0),
    release: item.kind === "release" ? fields : {},
    change: item.kind === "programme-change" ? fields : {},
    urgent: item.kind === "urgent" ? fields : empty.urgent,
    instruction: instructionFrom(details.instruction, language),
    zoneInstructions: zoneInstructionsFrom(details.zoneInstructions),
    competition: fields.competition ?? "",
    podium: podiumFrom(details.podium) ?? empty.podium,
  };
}

/** What a correction says: only what differs from what is public. `null` takes something away. */
export function correctionFrom(written: NewAnnouncement, was: DeskAnnouncement): Record<string, unknown> {
  const correction: Record<string, unknown> = {};
  const text: Record<string, Announcement["text"][string] | null> = {};
  for (const [language, said] of Object.entries(written.text))
    if (differs([said.headline, said.body], [was.text[language]?.headline, was.text[language]?.body]))
      text[language] = said;
  for (const language of Object.keys(was.text)) if (!(language in written.text)) text[language] = null;
  if (Object.keys(text).length > 0) correction.text = text;
  for (const name of ["audience", "surfaces", "actions", "sessionId", "details", "expiresAt", "key"] as const)
    if (differs(written[name], was[name])) correction[name] = written[name] ?? null;
  return correction;
}

const differs = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) !== JSON.stringify(sorted(b));

/** The same whatever order its fields came in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}
