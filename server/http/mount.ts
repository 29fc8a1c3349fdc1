/** Puts routes as data onto an Express router: checks in the order of their cost, one way to answer. */
import { createHash, randomUUID } from "node:crypto";
import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { idempotencyKeySchema } from "../contract/api.ts";
import { fieldError } from "../contract/field-codes.ts";
import { idSchema } from "../contract/forms.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import { permit } from "../core/permits.ts";
import type { Retry } from "../desk/announcements.ts";
import { authenticate, type Caller } from "./authenticate.ts";
import { acceptedType, BODY_LIMIT, hasBody, readBody } from "./body.ts";
import { sendCompressed } from "./compressed-replies.ts";
import type { HttpDeps } from "./deps.ts";
import { checked } from "./faults.ts";
import { openToAll } from "./headers.ts";
import { baseOf, isForeign } from "./origin.ts";
import { readQuery } from "./query.ts";
import { methodNotAllowed, refuse, send } from "./respond.ts";
import type { Reply, Route } from "./route.ts";
import { readJson } from "./strict-json.ts";

/** One resource's routes. A path of theirs answers 405 to every method that none of them has. */
export function routerOf(routes: readonly Route[], deps: HttpDeps): Router {
  const router = express.Router({ strict: true, caseSensitive: true });
  const paths = Map.groupBy(routes, (route) => route.path);
  for (const [path, ofPath] of paths) {
    const isOpen = ofPath[0]!.access === "public";
    if (isOpen) router.all(path, openToAll);
    for (const route of ofPath) {
      if (route.handle !== undefined) router[route.method](path, handlerOf(route, deps));
    }
    router.all(
      path,
      methodNotAllowed(
        ofPath.map((route) => route.method),
        isOpen ? { takesBody: ofPath.some((route) => route.body !== undefined) } : false,
        deps.site,
      ),
    );
  }
  return router;
}

function handlerOf(route: Route, deps: HttpDeps): RequestHandler {
  return async (request, response) => {
    const outcome = await answer(route, request, response, deps);
    const reply = route.access === "public" ? sendCompressed : send;
    if (outcome.ok) await reply(request, response, outcome.value);
    else refuse(request, response, outcome.refusal, deps.site);
  };
}

async function answer(
  route: Route,
  request: Request,
  response: Response,
  deps: HttpDeps,
): Promise<Result<Reply>> {
  const who = await admitted(route, request, deps);
  if (!who.ok) return who;
  const id = idOf(request);
  if (!id.ok) return id;
  const query = queryOf(route, request);
  if (!query.ok) return query;
  const conditions = conditionsOf(route, request);
  if (!conditions.ok) return conditions;
  const body = await bodyOf(route, request, response);
  if (!body.ok) return body;
  const { bytes, value } = body.value;
  const asked = {
    request,
    id: id.value,
    query: query.value,
    base: baseOf(request, deps.site),
    body: value,
    bytes,
    caller: who.value,
    actor: who.value?.actor,
    ifMatch: conditions.value.ifMatch,
    ...(request.headers["if-match"] === undefined ? {} : { seen: conditions.value.ifMatch }),
    retry: retryOf(conditions.value.key, request, bytes),
  };
  return await route.handle!(asked as never);
}

async function admitted(
  { access, method, right }: Route,
  request: Request,
  deps: HttpDeps,
): Promise<Result<Caller | undefined>> {
  if (access === "public") return granted(undefined);
  if (access === "visitor")
    return isForeign(request, deps.site) ? refused("foreign_origin") : granted(undefined);
  const who = await authenticate(request, deps);
  if (!who.ok) return who;
  const allowed = method === "get" ? granted(undefined) : await deps.limits.write(who.value.actor);
  if (!allowed.ok) return allowed;
  if (right === undefined) return who;
  const refusal = permit(who.value.actor, right, deps.clock.nowMs());
  // Looking at what only a fresh sign-in may change needs none.
  const isLook = method === "get" && refusal?.code === "fresh_sign_in_required";
  return refusal === undefined || isLook ? who : { ok: false, refusal };
}

/** A malformed id or secret is one that nothing has: the same answer. */
function idOf(request: Request): Result<string> {
  const [id] = Object.values(request.params);
  if (id === undefined) return granted("");
  return idSchema.safeParse(id).success ? granted(id as string) : refused("not_found");
}

function queryOf({ query: schema }: Route, request: Request): Result<unknown> {
  const query = readQuery(request.url);
  if (!query.ok) return query;
  if (schema !== undefined) return checked(schema, query.value);
  const errors = Object.keys(query.value).map((path) =>
    fieldError(path, "is not a parameter here", "unknown_field"),
  );
  return errors.length > 0 ? refused("invalid", undefined, { errors }) : granted(undefined);
}

interface Conditions {
  readonly ifMatch: number;
  readonly key: string;
}

function conditionsOf({ needsIfMatch, writes }: Route, request: Request): Result<Conditions> {
  const { "if-match": match, "idempotency-key": given } = request.headers;
  if (needsIfMatch === true && match === undefined) return refused("precondition_required");
  const ifMatch = Number(/^"(0|[1-9]\d{0,15})"$/.exec(match ?? "")?.[1] ?? 0);
  const key = writes === true && given !== undefined ? given : randomUUID();
  if (idempotencyKeySchema.safeParse(key).success) return granted({ ifMatch, key: key as string });
  const message = "must have 1 to 200 characters";
  const path = "Idempotency-Key";
  const error =
    key.length === 0
      ? fieldError(path, message, "empty")
      : fieldError(path, message, "too_long", { max: 200 });
  return refused("invalid", undefined, { errors: [error] });
}

interface Body {
  readonly bytes: Uint8Array;
  readonly value: unknown;
}

async function bodyOf(route: Route, request: Request, response: Response): Promise<Result<Body>> {
  const { body: schema, file, bodyMayBeAbsent = false } = route;
  const nothing = new Uint8Array(0);
  if (schema === undefined && file === undefined) return granted({ bytes: nothing, value: undefined });
  if (schema !== undefined && bodyMayBeAbsent && !hasBody(request))
    return granted({ bytes: nothing, value: schema.parse({}) });
  const accepted = acceptedType(request, file?.types);
  if (!accepted.ok) return accepted;
  const bytes = await readBody(request, response, file?.limit ?? BODY_LIMIT);
  if (!bytes.ok) return bytes;
  if (schema === undefined) return granted({ bytes: bytes.value, value: undefined });
  // Sent in chunks, and then there were none.
  const json = bodyMayBeAbsent && bytes.value.length === 0 ? granted({}) : readJson(bytes.value);
  if (!json.ok) return json;
  const value = checked(schema, json.value);
  return value.ok ? granted({ bytes: bytes.value, value: value.value }) : value;
}

/** What a key stands for: this method on this path with these very bytes. */
function retryOf(key: string, request: Request, bytes: Uint8Array): Retry {
  const hash = createHash("sha256").update(`${request.method} ${request.originalUrl}\n`).update(bytes);
  return { key, request: hash.digest("base64url") };
}
