/** How a screen that nobody knows yet comes to its token: the shape of RFC 8628. */
import { deviceOf } from "../accounts/device.ts";
import { pairedSchema, pairingBodySchema, pairingSchema, pairingTokenBodySchema } from "../contract/kiosk.ts";
import { granted } from "../contract/refusals.ts";
import { addressOf } from "./address.ts";
import type { HttpDeps } from "./deps.ts";
import { jsonReply, type Route, visitorRoute } from "./route.ts";

const PATH = "/api/v1/kiosk/pairings";

export const kioskPairingRoutes = ({ screens, limits }: Pick<HttpDeps, "screens" | "limits">): Route[] => [
  visitorRoute({
    method: "post",
    path: PATH,
    summary: "Begin to pair a screen: a code to show, and one to ask with",
    body: pairingBodySchema,
    bodyMayBeAbsent: true,
    answers: { 201: { description: "`deviceCode` is told here and never again.", schema: pairingSchema } },
    refusals: ["too_many_requests", "redis_unavailable", "outcome_unknown", "storage_full"],
    handle: async ({ body, request }) => {
      const device = deviceOf(request.get("user-agent"));
      const opened = await screens.pairings.open({ device, screen: body.screen }, addressOf(request));
      return opened.ok ? granted(jsonReply(opened.value, { status: 201 })) : opened;
    },
  }),
  visitorRoute({
    method: "post",
    path: `${PATH}/token`,
    summary: "Ask whether somebody has claimed it: then, once, its token",
    body: pairingTokenBodySchema,
    answers: { 200: { description: "The token, and what the screen is to be.", schema: pairedSchema } },
    refusals: [
      "authorization_pending",
      "slow_down",
      "expired_token",
      "too_many_requests",
      "redis_unavailable",
      "outcome_unknown",
      "storage_full",
    ],
    handle: async ({ body, base, request }) => {
      const allowed = await limits.lookUp(request);
      if (!allowed.ok) return allowed;
      const given = await screens.pairings.token(body.deviceCode, body.again === true);
      if (!given.ok) return given;
      const { token, kiosk } = given.value;
      return granted(jsonReply({ token, kiosk: screens.config(kiosk, base) }));
    },
  }),
];
