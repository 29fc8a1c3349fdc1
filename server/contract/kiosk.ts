/** Screens on site: how one is set up at the desk, what the desk sees of it, and what it is told to show. */
import { z } from "zod";
import { CLOCK_TIME, openingHoursSchema } from "./event.ts";
import { coded } from "./field-codes.ts";
import {
  givenInstantSchema,
  idSchema,
  instantSchema,
  languageSchema,
  linkSchema,
  nameSchema,
} from "./forms.ts";

export const layouts = ["foyer", "door", "stage", "ticker"] as const;
/** A list for a foyer, now and next for a hall's door, one thing at a time beside a stage, lines for a strip. */
export const layoutSchema = z.enum(layouts);
export type Layout = z.infer<typeof layoutSchema>;

/**
 * How the picture stands on a screen, whichever way the device believes to be up: the names of W3C Screen
 * Orientation. `natural` is as the device has it.
 */
export const orientationSchema = z.enum([
  "natural",
  "landscape",
  "portrait",
  "landscape-secondary",
  "portrait-secondary",
]);
export type Orientation = z.infer<typeof orientationSchema>;

const clockTimeSchema = z.string().regex(CLOCK_TIME, "must be HH:MM");

/** A part of each day, by venue time; where `to` is not after `from` it goes on past midnight. */
export const dayPartSchema = z.strictObject({
  from: clockTimeSchema,
  to: clockTimeSchema,
  /** ISO 8601: 1 is Monday. Absent: every day. */
  days: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
  shows: z.enum([...layouts, "quiet"]),
});
export type DayPart = z.infer<typeof dayPartSchema>;

/** When it is dark in the halls a screen dazzles: it is dimmed to so much of its light, in percent. */
export const nightSchema = z.strictObject({
  from: clockTimeSchema,
  to: clockTimeSchema,
  brightness: z.int().min(10).max(100),
});
export type Night = z.infer<typeof nightSchema>;

const unique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

const settings = {
  name: nameSchema(100),
  /** Where it stands. */
  zone: idSchema.optional(),
  /** Whose sessions it shows: the hall at whose door or stage it stands. */
  hall: idSchema.optional(),
  layout: layoutSchema,
  orientation: orientationSchema,
  languages: z
    .array(languageSchema)
    .min(1)
    .max(8)
    .refine(unique, coded("names a language twice", "language_twice")),
  /** Two languages beside each other, or one after the other. */
  languageMode: z.enum(["together", "turns"]),
  /** Quiet outside the event's opening hours, or never by itself. */
  hours: z.enum(["event", "always"]),
  /** What it shows instead of its layout, the first that holds. */
  dayParts: z.array(dayPartSchema).max(20),
  night: nightSchema.optional(),
};

/** All that is set of a screen. */
export const kioskSettingsSchema = z.strictObject(settings);
export type KioskSettings = z.infer<typeof kioskSettingsSchema>;

/** What is changed of it; null takes away what need not be there. */
export const kioskChangeSchema = z.strictObject({
  ...kioskSettingsSchema.partial().shape,
  zone: idSchema.nullable().optional(),
  hall: idSchema.nullable().optional(),
  night: nightSchema.nullable().optional(),
});
export type KioskChange = z.infer<typeof kioskChangeSchema>;

/** As a person types it: in any case, with or without the dash. */
const userCodeSchema = z.string().trim().min(1).max(40);

/** A new screen, or with `replaces` another one in the place of a screen: then its name and all else is kept. */
export const claimBodySchema = z
  .strictObject({ ...kioskChangeSchema.shape, userCode: userCodeSchema, replaces: idSchema.optional() })
  .refine(({ name, replaces }) => name !== undefined || replaces !== undefined, {
    path: ["name"],
    ...coded("is required", "required"),
  });
export type ClaimBody = z.infer<typeof claimBodySchema>;

const pixels = z.int().min(1).max(20_000);

/** What a screen says of itself while it waits, so that a person can tell it from others. */
export const pairingBodySchema = z.strictObject({
  screen: z.strictObject({ width: pixels, height: pixels }).optional(),
});

/** RFC 8628, 3.2: the device keeps one code, and shows the other. */
export const pairingSchema = z.strictObject({
  deviceCode: z.string(),
  userCode: z.string(),
  expiresAt: instantSchema,
  /** Between two questions; whoever asks sooner is told `slow_down`. */
  intervalMs: z.int(),
});
export type Pairing = z.infer<typeof pairingSchema>;

export const pairingTokenBodySchema = z.strictObject({
  deviceCode: z.string().min(1).max(200),
  /** The answer to the last question did not arrive: it may have been the token. */
  again: z.boolean().optional(),
});

export const lookUpBodySchema = z.strictObject({ userCode: userCodeSchema });

/** What the desk is told of a screen that shows a code; it shows then that it is the one. */
export const waitingScreenSchema = z.strictObject({
  userCode: z.string(),
  expiresAt: instantSchema,
  /** "Chromium on Linux"; whoever asks may claim to be anything. */
  device: z.string().optional(),
  screen: z.strictObject({ width: pixels, height: pixels }).optional(),
});
export type WaitingScreen = z.infer<typeof waitingScreenSchema>;

/** Nothing but urgent notices on the screens of a place, for a time or for a session wherever that is moved. */
export const blackoutBodySchema = z
  .strictObject({
    zone: idSchema.optional(),
    hall: idSchema.optional(),
    sessionId: idSchema.optional(),
    startsAt: givenInstantSchema.optional(),
    endsAt: givenInstantSchema.optional(),
  })
  .superRefine(({ sessionId, startsAt, endsAt }, ctx) => {
    const fault = (path: string, rule: ReturnType<typeof coded>) =>
      ctx.addIssue({ code: "custom", path: [path], ...rule });
    const span = [startsAt, endsAt].filter((at) => at !== undefined);
    if (sessionId === undefined ? span.length < 2 : span.length > 0)
      fault("startsAt", coded("needs either sessionId, or startsAt and endsAt", "span_or_session"));
    if (startsAt !== undefined && endsAt !== undefined && endsAt <= startsAt)
      fault("endsAt", coded("is not after startsAt", "ends_before_start"));
  });
export type BlackoutBody = z.infer<typeof blackoutBodySchema>;

export const blackoutSchema = z.strictObject({
  id: idSchema,
  zone: idSchema.optional(),
  hall: idSchema.optional(),
  sessionId: idSchema.optional(),
  startsAt: instantSchema.optional(),
  endsAt: instantSchema.optional(),
  by: z.string(),
});
export type Blackout = z.infer<typeof blackoutSchema>;

export const commandNames = ["identify", "reload", "clear-cache", "test-card"] as const;
export const commandNameSchema = z.enum(commandNames);
export type CommandName = z.infer<typeof commandNameSchema>;

const commandFields = {
  command: commandNameSchema,
  /** A screen that comes later than this does not do it any more. */
  ttlMs: z.int().min(1).max(86_400_000),
};
export const commandBodySchema = z.strictObject(commandFields);
/** To the screens of a zone and all below it, or to all. */
export const commandManyBodySchema = z.strictObject({ ...commandFields, zone: idSchema.optional() });

/** What a screen answered. */
export const commandResultSchema = z.strictObject({
  kioskId: idSchema,
  ok: z.boolean(),
  code: z.string().optional(),
  at: instantSchema,
});
export type CommandResult = z.infer<typeof commandResultSchema>;

export const sentCommandSchema = z.strictObject({
  id: idSchema,
  command: commandNameSchema,
  expiresAt: instantSchema,
  sentAt: instantSchema,
  by: z.string(),
  kioskId: idSchema.optional(),
  zone: idSchema.optional(),
  results: z.array(commandResultSchema),
});
export type SentCommand = z.infer<typeof sentCommandSchema>;

/**
 * What a screen is told to be, over its socket and when it gets its token. Whoever has this, the event, the
 * programme and the feed knows what to show without any network.
 */
export const kioskConfigSchema = z.strictObject({
  id: idSchema,
  ...settings,
  openingHours: z.array(openingHoursSchema),
  /** Those that concern this screen. */
  blackouts: z.array(blackoutSchema.omit({ by: true })),
  /** What QR codes lead to: the feed as the public reaches it. */
  feedUrl: linkSchema,
  /** The build of the page for screens that this node serves. */
  build: z.string().optional(),
});
export type KioskConfig = z.infer<typeof kioskConfigSchema>;

export const pairedSchema = z.strictObject({ token: z.string(), kiosk: kioskConfigSchema });
export type Paired = z.infer<typeof pairedSchema>;
