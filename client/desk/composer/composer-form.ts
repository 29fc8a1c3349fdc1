/** What stands in the composer's fields, and how it becomes an announcement and back. Pure. */
import type {
  Action,
  Announcement,
  Audience,
  Kind,
  NewAnnouncement,
  Text,
} from "../../../server/contract/announcement.ts";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { venueInstant, venueText } from "../../shared/time.ts";

type Fields = Record<string, string>;

export interface ComposerForm {
  /** What is being changed, and from which revision; absent for a new one. */
  readonly id?: string | undefined;
  readonly revision?: number | undefined;
  /** As the server has them: a form shows no milliseconds, and saving must not move an embargo by some. */
  readonly exact?: { readonly embargoUntil?: string | undefined; readonly expiresAt?: string | undefined };
  readonly kind: Kind;
  readonly text: Record<string, { headline: string; body: string }>;
  readonly attendance: Audience["attendance"];
  readonly zones: readonly string[];
  readonly tracks: readonly string[];
  readonly surfaces: readonly ("feed" | "kiosk")[];
  readonly online: FormAction;
  readonly inPerson: FormAction;
  /** Actions that these fields do not show: kept as they are. */
  readonly otherActions: readonly Action[];
  readonly sessionId: string;
  readonly pinned: boolean;
  readonly key: boolean;
  /** On the venue's clock, as a date and time field writes it. */
  readonly embargoUntil: string;
  readonly expiresAt: string;
  readonly at: string;
  readonly when: "now" | "at";
  readonly release: Fields;
  readonly change: Fields;
  readonly urgent: Fields;
  readonly instruction: Fields;
  readonly competition: string;
  readonly podium: readonly PodiumRow[];
}

export interface FormAction {
  readonly label: Fields;
  readonly url: string;
}

export interface PodiumRow {
  readonly place: string;
  readonly name: string;
  readonly affiliation: string;
  readonly country: string;
}

const noAction: FormAction = { label: {}, url: "" };
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
  surfaces: ["feed", "kiosk"],
  online: noAction,
  inPerson: noAction,
  otherActions: [],
  sessionId: "",
  pinned: false,
  key: false,
  embargoUntil: "",
  expiresAt: "",
  at: "",
  when: "now",
  release: {},
  change: {},
  urgent: { status: "exercise", messageType: "alert" },
  instruction: {},
  competition: "",
  podium: [1, 2, 3].map(emptyRow),
});

/** The empty fields of a form are absent from what it writes. */
const filled = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value.trim() === "" ? [] : [[name, value]])),
  );

/** A field that cannot be read as a time is sent as it is, so that the server says so at that field. */
const instantOf = (text: string, zone: string, exact?: string): string => {
  if (exact !== undefined && venueText(Date.parse(exact), zone) === text) return exact;
  const atMs = venueInstant(text, zone);
  return atMs === undefined ? text : new Date(atMs).toISOString();
};

export function writtenFrom(form: ComposerForm, zone: string): NewAnnouncement {
  const details = detailsFrom(form);
  const text: Text = Object.fromEntries(
    Object.entries(form.text).filter(
      ([, { headline, body }]) => headline.trim() !== "" || body.trim() !== "",
    ),
  );
  return {
    kind: form.kind,
    text,
    audience: { attendance: form.attendance, zones: [...form.zones], tracks: [...form.tracks] },
    surfaces: [...form.surfaces],
    actions: [
      ...actionFrom("online", form.online),
      ...actionFrom("in-person", form.inPerson),
      ...form.otherActions,
    ],
    ...(form.sessionId === "" ? {} : { sessionId: form.sessionId }),
    ...(details === undefined ? {} : { details }),
    ...(form.embargoUntil === ""
      ? {}
      : { embargoUntil: instantOf(form.embargoUntil, zone, form.exact?.embargoUntil) }),
    ...(form.expiresAt === "" ? {} : { expiresAt: instantOf(form.expiresAt, zone, form.exact?.expiresAt) }),
    pinned: form.pinned,
    key: form.key,
  };
}

function actionFrom(whom: "online" | "in-person", { label, url }: FormAction): Action[] {
  const said = filled(label);
  if (Object.keys(said).length === 0 && url.trim() === "") return [];
  return [{ for: whom, label: said, ...(url.trim() === "" ? {} : { url: url.trim() }) }];
}

function detailsFrom(form: ComposerForm): Record<string, unknown> | undefined {
  switch (form.kind) {
    case "release":
      return filled(form.release);
    case "programme-change":
      return filled(form.change);
    case "urgent": {
      const instruction = filled(form.instruction);
      return { ...filled(form.urgent), ...(Object.keys(instruction).length === 0 ? {} : { instruction }) };
    }
    case "result": {
      const podium = form.podium
        .filter(({ name }) => name.trim() !== "")
        .map(({ place, ...who }) => ({ place: Number(place), ...filled(who) }));
      return { ...filled({ competition: form.competition }), podium };
    }
    default:
      return undefined;
  }
}

export function formFrom(item: DeskAnnouncement, zone: string, language: string): ComposerForm {
  const empty = emptyForm(language);
  const local = (instant: string | undefined): string =>
    instant === undefined ? "" : venueText(Date.parse(instant), zone);
  const details = (item.details ?? {}) as Record<string, unknown>;
  const fields = Object.fromEntries(
    Object.entries(details).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const { instruction } = details;
  const action = (whom: Action["for"]) => item.actions.find((found) => found.for === whom);
  const shown = [action("online"), action("in-person")];
  return {
    ...empty,
    id: item.id,
    revision: item.revision,
    exact: { embargoUntil: item.embargoUntil, expiresAt: item.expiresAt },
    kind: item.kind,
    text: { ...empty.text, ...item.text },
    ...item.audience,
    surfaces: item.surfaces,
    online: formAction(shown[0]),
    inPerson: formAction(shown[1]),
    otherActions: item.actions.filter((found) => !shown.includes(found)),
    sessionId: item.sessionId ?? "",
    pinned: item.pinned,
    key: item.key,
    embargoUntil: local(item.embargoUntil),
    expiresAt: local(item.expiresAt),
    at: local(item.scheduledAt),
    when: item.scheduledAt === undefined ? "now" : "at",
    release: item.kind === "release" ? fields : {},
    change: item.kind === "programme-change" ? fields : {},
    urgent: item.kind === "urgent" ? withoutInstruction(fields) : empty.urgent,
    instruction:
      typeof instruction === "string" ? { [language]: instruction } : ((instruction as Fields) ?? {}),
    competition: fields.competition ?? "",
    podium: podiumFrom(details.podium) ?? empty.podium,
  };
}

const withoutInstruction = ({ instruction, ...rest }: Fields): Fields => rest;
const formAction = (action: Action | undefined): FormAction =>
  action === undefined ? noAction : { label: action.label, url: action.url ?? "" };

function podiumFrom(podium: unknown): PodiumRow[] | undefined {
  if (!Array.isArray(podium) || podium.length === 0) return undefined;
  return podium.map((row) => ({ ...emptyRow(0), ...row, place: String(row.place) }));
}

/** What a correction says: only what differs from what is public. `null` takes something away. */
export function correctionFrom(written: NewAnnouncement, was: DeskAnnouncement): Record<string, unknown> {
  const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
  const correction: Record<string, unknown> = {};
  const text: Record<string, Announcement["text"][string] | null> = {};
  for (const [language, said] of Object.entries(written.text))
    if (differs([said.headline, said.body], [was.text[language]?.headline, was.text[language]?.body]))
      text[language] = said;
  for (const language of Object.keys(was.text)) if (!(language in written.text)) text[language] = null;
  if (Object.keys(text).length > 0) correction.text = text;
  for (const name of ["audience", "surfaces", "actions", "sessionId", "details", "expiresAt", "key"] as const)
    if (differs(sorted(written[name]), sorted(was[name]))) correction[name] = written[name] ?? null;
  return correction;
}

/** The same whatever order its fields came in. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
