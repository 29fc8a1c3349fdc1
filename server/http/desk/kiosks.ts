/** Screens: which there are and how they are, pairing one, changing it, telling it what to do. */

import { z } from "zod";
import { deskKioskSchema, kioskListQuerySchema, kioskReceiptsSchema } from "../../contract/desk-kiosk.ts";
import {
  claimBodySchema,
  commandBodySchema,
  commandManyBodySchema,
  kioskChangeSchema,
  lookUpBodySchema,
  sentCommandSchema,
  waitingScreenSchema,
} from "../../contract/kiosk.ts";
import { granted, type RefusalCode, type Result, refused } from "../../contract/refusals.ts";
import { shownFields } from "../../kiosks/receipts.ts";
import type { KioskRecord } from "../../store/kiosks.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, jsonReply, type Reply, type Route } from "../route.ts";

const PATH = "/api/v1/desk/kiosks";
const listSchema = z.strictObject({ items: z.array(deskKioskSchema), next: z.string().optional() });
const commandListSchema = z.strictObject({ items: z.array(sentCommandSchema) });

const WRITES = ["redis_unavailable", "outcome_unknown", "storage_full"] as const satisfies RefusalCode[];

export const kioskRoutes = (deps: Pick<HttpDeps, "screens">): Route[] => [
  listed(deps),
  ...pairing(deps),
  ...commanding(deps),
  ...ofOne(deps),
];

const listed = ({ screens }: Pick<HttpDeps, "screens">): Route =>
  deskRoute({
    method: "get",
    path: PATH,
    summary: "Screens, by their names: how each is set up and how it is now",
    right: "readDesk",
    query: kioskListQuerySchema,
    answers: { 200: { description: "`next` is the `cursor` of the page after.", schema: listSchema } },
    handle: async ({ query: { cursor, limit } }) => {
      await screens.fresh();
      const all = screens.desk.list();
      const from = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
      const items = all.slice(from, from + limit);
      const next = from + limit < all.length ? items.at(-1)?.id : undefined;
      return granted(jsonReply({ items, ...(next === undefined ? {} : { next }) }));
    },
  });

const pairing = ({ screens }: Pick<HttpDeps, "screens">): Route[] => [
  deskRoute({
    method: "post",
    path: `${PATH}/pairings`,
    summary: "Which screen shows this code: it says so for a minute",
    right: "manageKiosks",
    body: lookUpBodySchema,
    answers: { 200: { description: "What the screen says of itself.", schema: waitingScreenSchema } },
    refusals: ["not_found", "too_many_requests", ...WRITES],
    handle: async ({ body, actor }) => {
      const found = await screens.pairings.lookUp(body.userCode, actor);
      return found.ok ? granted(jsonReply(found.value)) : found;
    },
  }),
  deskRoute({
    method: "post",
    path: `${PATH}/claim`,
    summary: "Pair the screen that shows a code, or let it take the place of another",
    right: "manageKiosks",
    body: claimBodySchema,
    answers: {
      201: { description: "A new screen; it gets its token when it asks next.", schema: deskKioskSchema },
      200: { description: "It takes the place of the one that it replaces.", schema: deskKioskSchema },
    },
    refusals: ["not_found", "too_many_requests", ...WRITES],
    handle: async ({ body, actor }) => {
      const claimed = await screens.pairings.claim(body, actor);
      if (!claimed.ok) return claimed;
      const { kiosk, isNew } = claimed.value;
      return granted(
        jsonReply(screens.desk.shown(kiosk), { status: isNew ? 201 : 200, etag: etagOf(kiosk) }),
      );
    },
  }),
];

const commanding = ({ screens }: Pick<HttpDeps, "screens">): Route[] => [
  deskRoute({
    method: "get",
    path: `${PATH}/commands`,
    summary: "What screens were told to do, newest first, and what each answered",
    right: "readDesk",
    answers: { 200: { description: "The newest fifty.", schema: commandListSchema } },
    refusals: ["redis_unavailable"],
    handle: async () => granted(jsonReply({ items: await screens.commands.list() })),
  }),
  deskRoute({
    method: "post",
    path: `${PATH}/commands`,
    summary: "Tell the screens of a zone, or all of them, what to do",
    right: "manageKiosks",
    body: commandManyBodySchema,
    answers: { 202: { description: "Those that come within its time do it.", schema: sentCommandSchema } },
    refusals: [...WRITES],
    handle: async ({ body, actor }) => accepted(await screens.commands.send(body, actor)),
  }),
  deskRoute({
    method: "post",
    path: `${PATH}/:id/commands`,
    summary: "Tell one screen what to do",
    right: "manageKiosks",
    body: commandBodySchema,
    answers: { 202: { description: "It does it if it comes within its time.", schema: sentCommandSchema } },
    refusals: ["not_found", ...WRITES],
    handle: async ({ id, body, actor }) =>
      accepted(await screens.commands.send({ ...body, kioskId: id }, actor)),
  }),
];

const ofOne = ({ screens }: Pick<HttpDeps, "screens">): Route[] => [
  deskRoute({
    method: "get",
    path: `${PATH}/:id`,
    summary: "One screen",
    right: "readDesk",
    answers: { 200: { description: "Its revision is the ETag.", schema: deskKioskSchema } },
    refusals: ["not_found"],
    handle: async ({ id }) => {
      await screens.fresh();
      const kiosk = screens.record(id);
      return kiosk === undefined ? refused("not_found") : granted(one(screens.desk.shown(kiosk), kiosk));
    },
  }),
  deskRoute({
    method: "patch",
    path: `${PATH}/:id`,
    summary: "Change how a screen is set up; null takes away. With If-Match, only if it is as it was seen",
    right: "manageKiosks",
    body: kioskChangeSchema,
    answers: { 200: { description: "As it is now; the screen is told at once.", schema: deskKioskSchema } },
    refusals: ["not_found", "stale_revision", ...WRITES],
    handle: async ({ id, body, actor, seen }) => {
      const changed = await screens.kiosks.change(id, body, actor, seen);
      return changed.ok ? granted(one(screens.desk.shown(changed.value), changed.value)) : changed;
    },
  }),
  deskRoute({
    method: "delete",
    path: `${PATH}/:id`,
    summary: "Remove a screen: nobody comes in as it any more. What it has shown stays known",
    right: "manageKiosks",
    answers: { 204: { description: "It is let in no more, on no node." } },
    refusals: ["not_found", ...WRITES],
    handle: async ({ id, actor }) => {
      const removed = await screens.kiosks.remove(id, actor);
      return removed.ok ? granted({}) : removed;
    },
  }),
  deskRoute({
    method: "get",
    path: `${PATH}/:id/receipts`,
    summary: "What a screen has shown of late, newest first",
    right: "readDesk",
    answers: { 200: { description: "Of the newest announcements.", schema: kioskReceiptsSchema } },
    refusals: ["not_found", "redis_unavailable"],
    handle: async ({ id }) => {
      await screens.fresh();
      const found = await screens.receipts.ofKiosk(id);
      if (!found.ok) return found;
      const items = found.value.map((receipt) => ({
        announcementId: receipt.announcementId,
        ...shownFields(receipt),
      }));
      return granted(jsonReply({ items }));
    },
  }),
];

const etagOf = ({ revision }: KioskRecord): string => `"${revision}"`;
const one = (shown: object, kiosk: KioskRecord): Reply => jsonReply(shown, { etag: etagOf(kiosk) });
const accepted = (sent: Result<object>): Result<Reply> =>
  sent.ok ? granted(jsonReply(sent.value, { status: 202 })) : sent;
