/** Web push for readers without an account: whoever has the secret of a subscription is its owner. */
import {
  pushKeptSchema,
  pushKeySchema,
  pushOrderSchema,
  pushSubscribedSchema,
  pushWishesSchema,
} from "../contract/push.ts";
import { granted, type Result } from "../contract/refusals.ts";
import { addressOf } from "./address.ts";
import type { HttpDeps } from "./deps.ts";
import { jsonReply, openRoute, publicRoute, type Reply, type Route } from "./route.ts";

const PATH = "/api/v1/push";
const OWN = `${PATH}/:secret`;
const KEPT = { 200: { description: "All that is kept.", schema: pushKeptSchema } };

export const pushRoutes = ({ push, limits }: Pick<HttpDeps, "push" | "limits">): Route[] => [
  publicRoute({
    method: "get",
    path: PATH,
    summary: "The public key with which a browser subscribes to web push",
    answers: { 200: { description: "The key.", schema: pushKeySchema } },
    handle: () => granted(jsonReply({ publicKey: push.publicKey })),
  }),
  openRoute({
    method: "post",
    path: PATH,
    summary: "Subscribe a device to web push; the same endpoint again replaces what was there",
    body: pushOrderSchema,
    answers: { 201: { description: "What is kept, and the secret, once.", schema: pushSubscribedSchema } },
    refusals: ["too_many_requests", "storage_full", "outcome_unknown", "redis_unavailable"],
    handle: async ({ body, request }) =>
      told(await push.subscriptions.subscribe(body, addressOf(request)), 201),
  }),
  publicRoute({
    method: "get",
    path: OWN,
    summary: "All that is kept about a device",
    answers: KEPT,
    refusals: ["not_found", "too_many_requests", "redis_unavailable"],
    handle: async ({ id, request }) => {
      const allowed = await limits.lookUp(request);
      return allowed.ok ? told(await push.subscriptions.kept(id)) : allowed;
    },
  }),
  openRoute({
    method: "put",
    path: OWN,
    summary: "Other wishes for the same device: language and filters as a whole",
    body: pushWishesSchema,
    answers: KEPT,
    refusals: ["not_found", "too_many_requests", "storage_full", "outcome_unknown", "redis_unavailable"],
    handle: async ({ id, body, request }) =>
      told(await push.subscriptions.change(id, body, addressOf(request))),
  }),
  openRoute({
    method: "delete",
    path: OWN,
    summary: "Forget a device, and send it nothing more",
    answers: { 204: { description: "Nothing is kept any more." } },
    refusals: ["not_found", "too_many_requests", "outcome_unknown", "redis_unavailable"],
    handle: async ({ id, request }) => {
      const allowed = await limits.lookUp(request);
      if (!allowed.ok) return allowed;
      const forgotten = await push.subscriptions.forget(id);
      return forgotten.ok ? granted({}) : forgotten;
    },
  }),
];

const told = (result: Result<unknown>, status = 200): Result<Reply> =>
  result.ok ? granted(jsonReply(result.value, { status })) : result;
