/** The event: what an organiser sets up, and what every reader is told of it. */
import { z } from "zod";
import { type CodedRule, coded } from "./field-codes.ts";
import {
  givenInstantSchema,
  idSchema,
  languageSchema,
  linkSchema,
  timeZoneSchema,
  wordsSchema,
} from "./forms.ts";

const nameSchema = wordsSchema(200);

/** A place with sessions. `zone` is where it stands on site, `streamUrl` where those at home see it. */
export const hallSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  zone: idSchema.optional(),
  streamUrl: linkSchema.optional(),
});
export type Hall = z.infer<typeof hallSchema>;

/** A part of the venue; a parent covers its children. */
export const zoneSchema = z.strictObject({ id: idSchema, name: nameSchema, parent: idSchema.optional() });
export type Zone = z.infer<typeof zoneSchema>;

export const trackSchema = z.strictObject({ id: idSchema, name: nameSchema });
export type Track = z.infer<typeof trackSchema>;

export const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const clockTimeSchema = z.string().regex(CLOCK_TIME, "must be HH:MM");

export const openingHoursSchema = z.strictObject({
  date: z.iso.date(),
  opens: clockTimeSchema,
  closes: clockTimeSchema,
});

export const policiesSchema = z.strictObject({
  /** Kinds that nobody may publish alone: the one who approves is not the author. */
  twoPersonApproval: z.array(z.enum(["urgent", "result"])).default([]),
  /** Minutes before the start at which a session is announced; 0 is the start itself. */
  sessionStarts: z
    .strictObject({
      everySession: z.array(z.int().min(0).max(240)).max(4),
      plenaryAndFinals: z.array(z.int().min(0).max(240)).max(4),
    })
    .default({ everySession: [0], plenaryAndFinals: [10, 0] }),
});

const unique = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

const fields = {
  name: nameSchema,
  /** The theme or subtitle, where there is one. */
  theme: wordsSchema(500).optional(),
  startsAt: givenInstantSchema,
  endsAt: givenInstantSchema,
  timeZone: timeZoneSchema,
  languages: z
    .array(languageSchema)
    .min(1)
    .max(50)
    .refine(unique, coded("names a language twice", "language_twice")),
  halls: z.array(hallSchema).max(2_000),
  zones: z.array(zoneSchema).max(2_000),
  tracks: z.array(trackSchema).max(2_000),
  rehearsal: z.boolean().default(false),
  /** Said to every reader of a rehearsal: that what they see is not a record. */
  rehearsalNotice: wordsSchema(500).optional(),
};

interface Placed {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly languages: readonly string[];
  readonly name: Record<string, string>;
  readonly halls: readonly Hall[];
  readonly zones: readonly Zone[];
  readonly tracks: readonly Track[];
}

/** What no single field can tell: ids used twice, halls in zones that are not, a circle of zones. */
function checkWhole(event: Placed, ctx: z.RefinementCtx): void {
  const fault = (path: (string | number)[], rule: CodedRule) =>
    ctx.addIssue({ code: "custom", path, ...rule });
  const unknownZone = (id: string) => coded(`no zone has the id ${id}`, "unknown_zone", { id });
  if (event.endsAt < event.startsAt) fault(["endsAt"], coded("is before startsAt", "ends_before_start"));
  const [language] = event.languages;
  if (language !== undefined && event.name[language] === undefined)
    fault(
      ["name"],
      coded(`needs the default language, ${language}`, "default_language_missing", { language }),
    );
  for (const list of ["halls", "zones", "tracks"] as const) {
    if (!unique(event[list].map((item) => item.id))) fault([list], coded("holds an id twice", "id_twice"));
  }
  const parents = new Map(event.zones.map((zone) => [zone.id, zone.parent]));
  for (const [at, hall] of event.halls.entries()) {
    if (hall.zone !== undefined && !parents.has(hall.zone))
      fault(["halls", at, "zone"], unknownZone(hall.zone));
  }
  for (const [at, zone] of event.zones.entries()) {
    const seen = new Set([zone.id]);
    for (let up = zone.parent; up !== undefined; up = parents.get(up)) {
      if (!parents.has(up)) fault(["zones", at, "parent"], unknownZone(up));
      if (seen.has(up)) {
        fault(["zones", at, "parent"], coded("goes round in a circle", "zone_circle"));
        break;
      }
      seen.add(up);
    }
  }
}

/** What readers get from `GET /api/v1/event`. */
export const eventSchema = z.strictObject(fields);
export type PublicEvent = z.infer<typeof eventSchema>;

/** What `GET` and `PUT /api/v1/desk/event` carry: the whole event. */
export const deskEventSchema = z
  .strictObject({
    ...fields,
    openingHours: z.array(openingHoursSchema).max(400).default([]),
    policies: policiesSchema.default(policiesSchema.parse({})),
  })
  .superRefine(checkWhole);
export type DeskEvent = z.infer<typeof deskEventSchema>;
