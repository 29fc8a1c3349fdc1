/** Proof of display: on which screens an announcement was shown, and which lack it. */
import { announcementReceiptsSchema } from "../../contract/desk-kiosk.ts";
import { granted } from "../../contract/refusals.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, jsonReply, type Route } from "../route.ts";

export const receiptRoutes = ({ screens }: Pick<HttpDeps, "screens">): Route[] => [
  deskRoute({
    method: "get",
    path: "/api/v1/desk/announcements/:id/receipts",
    summary: "Where an announcement was shown, each revision by itself, and which screens lack the newest",
    right: "readDesk",
    answers: {
      200: {
        description: "A screen that it concerns and that was there then is missing until it has shown it.",
        schema: announcementReceiptsSchema,
      },
    },
    refusals: ["not_found", "redis_unavailable"],
    handle: async ({ id }) => {
      await screens.fresh();
      const found = await screens.receipts.of(id);
      return found.ok ? granted(jsonReply(found.value)) : found;
    },
  }),
];
