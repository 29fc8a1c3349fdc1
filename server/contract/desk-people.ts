/** People, their sessions, and programs' tokens, as the desk shows and changes them. */
import { z } from "zod";
import { emailSchema, newPasswordSchema } from "./api.ts";
import { idSchema, instantSchema, nameSchema } from "./forms.ts";
import { roleSchema } from "./people.ts";

export const personSchema = z.strictObject({
  id: idSchema,
  email: emailSchema,
  name: z.string().optional(),
  role: roleSchema,
  /** `invited` until they chose a password; `revoked` may be invited again. */
  state: z.enum(["active", "invited", "revoked"]),
  createdAt: instantSchema,
  /** When they last signed in; absent if never. */
  signedInAt: instantSchema.optional(),
});
export type Person = z.infer<typeof personSchema>;

export const inviteBodySchema = z.strictObject({ email: emailSchema, role: roleSchema });
export const changePersonBodySchema = z.strictObject({ role: roleSchema });

/** The one-time link is told once, to be handed over by whoever asked for it. */
export const invitedSchema = z.strictObject({
  person: personSchema,
  link: z.url(),
  expiresAt: instantSchema,
});
export type Invited = z.infer<typeof invitedSchema>;

export const changePasswordBodySchema = z.strictObject({
  password: z.string().min(1).max(256),
  newPassword: newPasswordSchema,
});
/** What colleagues call one. */
export const changeOwnNameBodySchema = z.strictObject({ name: nameSchema(100) });

export const ownSessionSchema = z.strictObject({
  id: idSchema,
  signedInAt: instantSchema,
  expiresAt: instantSchema,
  /** The one that asks. */
  current: z.boolean(),
  /** What its browser calls itself, cut short: to be recognised by its owner, never to be trusted. */
  device: z.string().optional(),
});
export type OwnSession = z.infer<typeof ownSessionSchema>;

export const tokenBodySchema = z.strictObject({
  name: nameSchema(100),
  role: roleSchema,
  /** May send urgent notices, lower an embargo and manage people without a fresh sign-in. */
  urgent: z.boolean().default(false),
});
export const deskTokenSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  role: roleSchema,
  urgent: z.boolean(),
  createdAt: instantSchema,
});
export type DeskToken = z.infer<typeof deskTokenSchema>;
/** `secret` is told here and never again. */
export const newTokenSchema = z.strictObject({ token: deskTokenSchema, secret: z.string() });
export type NewToken = z.infer<typeof newTokenSchema>;
