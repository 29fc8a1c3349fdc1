/** Whether this node lives, may serve, and is well: for supervisors, load balancers, operators. */
import { z } from "zod";
import { granted, type Refusal, type RefusalCode, refusals } from "../contract/refusals.ts";
import type { HttpDeps } from "./deps.ts";
import { whenLoaded } from "./loaded.ts";
import { jsonReply, publicRoute, type Route } from "./route.ts";

const statusSchema = z.strictObject({
  status: z.literal("ok"),
  /** Serving what it holds while Redis is away. */
  stale: z.literal(true).optional(),
});
const readySchema = z.strictObject({
  reasons: z.array(z.string()),
  /** What may soon be a reason. */
  warnings: z.array(z.string()).optional(),
});

export function healthRoutes({
  view,
  readiness,
  warnings = () => [],
}: Pick<HttpDeps, "view" | "readiness" | "warnings">): Route[] {
  return [
    publicRoute({
      method: "get",
      path: "/healthz",
      summary: "Whether the process lives",
      answers: { 200: { description: "It does.", schema: statusSchema } },
      handle: () => granted(jsonReply({ status: "ok" })),
    }),
    publicRoute({
      method: "get",
      path: "/servez",
      summary: "Whether this node may be sent readers, even while Redis is away",
      answers: { 200: { description: "A replica is loaded.", schema: statusSchema } },
      refusals: ["not_loaded"],
      handle: () =>
        whenLoaded(view, () => jsonReply({ status: "ok", ...(view.stale ? { stale: true } : {}) })),
    }),
    publicRoute({
      method: "get",
      path: "/readyz",
      summary:
        "Whether Redis answers and keeps what it is given, the replica is at the head, and the clocks agree",
      answers: { 200: { description: "All is well: no reasons.", schema: readySchema } },
      refusals: [
        "not_loaded",
        "redis_unavailable",
        "behind",
        "clock_differs",
        "storage_full",
        "would_evict",
        "not_durable",
        "no_replica",
        "redis_loading",
      ],
      handle: () => {
        const reasons = view.loaded ? readiness() : ["not_loaded", ...readiness()];
        const soon = warnings();
        return reasons.length === 0
          ? granted(jsonReply({ reasons, ...(soon.length === 0 ? {} : { warnings: soon }) }))
          : { ok: false, refusal: unready([...new Set(reasons)]) };
      },
    }),
  ];
}

const isUnavailable = (code: string): code is RefusalCode =>
  Object.hasOwn(refusals, code) && refusals[code as RefusalCode].status === 503;

const unready = (reasons: readonly string[]): Refusal => ({
  code: reasons.find(isUnavailable) ?? "redis_unavailable",
  detail: reasons.join(", "),
  more: { reasons },
});
