/** The description of the API, generated from the very routes and schemas that answer it. */
import { z } from "zod";
import {
  type CreateDocumentOptions,
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi";
import { idempotencyKeySchema, problemSchema } from "../contract/api.ts";
import { idSchema } from "../contract/forms.ts";
import { freshRights } from "../contract/people.ts";
import { type RefusalCode, refusals } from "../contract/refusals.ts";
import { PROTOCOL_VERSION } from "../contract/version.ts";
import { PROBLEM_TYPE } from "./problem.ts";
import type { Answer, Route } from "./route.ts";

export type OpenApiDocument = ReturnType<typeof createDocument>;

const problem = problemSchema.meta({ id: "Problem", description: "RFC 9457, with code and requestId." });

/** Instants are read with any offset and written by us in one form: a string in both directions. */
const options: CreateDocumentOptions = {
  override: ({ zodSchema, jsonSchema, io }) => {
    const isEmpty = Object.keys(jsonSchema).length === 0;
    if (zodSchema._zod.def.type !== "pipe" || io !== "output" || !isEmpty) return;
    jsonSchema.type = "string";
    jsonSchema.format = "date-time";
  },
};

export function describeApi(routes: readonly Route[], origin: string): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return createDocument(
    {
      openapi: "3.1.0",
      info: {
        title: "Fanfare",
        version: `${PROTOCOL_VERSION}.0.0`,
        description: "The live feed of a hybrid event.",
      },
      servers: [{ url: origin }],
      components: {
        securitySchemes: {
          bearer: {
            type: "http",
            scheme: "bearer",
            description: "ADMIN_TOKEN, or a token made on the desk or by `npm run admin`.",
          },
          session: {
            type: "apiKey",
            in: "cookie",
            name: "sid",
            description: "Set by POST /api/v1/session; on HTTPS it is called __Host-sid.",
          },
        },
      },
      paths,
    },
    options,
  );
}

function operation(route: Route): ZodOpenApiOperationObject {
  const { summary, access, query, body, bodyMayBeAbsent, file } = route;
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => [name!, idSchema]);
  const content =
    body !== undefined
      ? { "application/json": { schema: body } }
      : Object.fromEntries((file?.types ?? []).map((type) => [type, { schema: z.string() }]));
  return {
    summary,
    tags: [access === "public" ? "public" : "desk"],
    requestParams: {
      ...(names.length > 0 ? { path: z.object(Object.fromEntries(names)) } : {}),
      ...(query instanceof z.ZodObject ? { query } : {}),
      ...headerParams(route),
    },
    ...(Object.keys(content).length > 0
      ? { requestBody: { required: bodyMayBeAbsent !== true, content } }
      : {}),
    ...(access === "desk" ? { security: [{ bearer: [] }, { session: [] }] } : { security: [] }),
    responses: responses(route),
  };
}

function headerParams({ writes, needsIfMatch, takesIfMatch }: Route) {
  if (writes !== true) return {};
  const fields = {
    "Idempotency-Key": idempotencyKeySchema.optional(),
    ...(needsIfMatch === true ? { "If-Match": z.string().regex(/^"\d+"$/) } : {}),
    ...(takesIfMatch === true
      ? {
          "If-Match": z
            .string()
            .regex(/^"\d+"$/)
            .optional(),
        }
      : {}),
  };
  return { header: z.object(fields) };
}

function responses(route: Route): ZodOpenApiResponsesObject {
  const all: ZodOpenApiResponsesObject = {};
  for (const [status, answer] of Object.entries(route.answers)) all[status as "200"] = good(answer);
  const byStatus = Map.groupBy(codesOf(route), (code) => refusals[code].status);
  for (const [status, codes] of byStatus) {
    const description = codes.map((code) => `\`${code}\`: ${refusals[code].title}.`).join(" ");
    all[String(status) as "400"] = { description, content: { [PROBLEM_TYPE]: { schema: problem } } };
  }
  return all;
}

function good({ description, schema, type = "application/json" }: Answer) {
  if (schema === undefined && type === "application/json") return { description };
  return { description, content: { [type]: { schema: schema ?? z.string() } } };
}

/** What a route may refuse by its kind, with what is its own. */
function codesOf({
  access,
  method,
  right,
  query,
  body,
  file,
  writes,
  needsIfMatch,
  takesIfMatch,
  refusals: own,
}: Route): RefusalCode[] {
  const isDesk = access === "desk";
  const takesBody = body !== undefined || file !== undefined;
  const codes: (RefusalCode | false | undefined)[] = [
    (query !== undefined || takesBody || writes) && "invalid",
    body !== undefined && "invalid_json",
    isDesk && "not_signed_in",
    isDesk && method !== "get" && "too_many_requests",
    isDesk && (right !== undefined || writes) && "forbidden",
    right !== undefined && method !== "get" && freshRights.has(right) && "fresh_sign_in_required",
    access !== "public" && "foreign_origin",
    ...(takesBody ? (["payload_too_large", "unsupported_media_type"] as const) : []),
    ...(writes
      ? (["idempotency_mismatch", "redis_unavailable", "outcome_unknown", "storage_full"] as const)
      : []),
    ...(needsIfMatch ? (["stale_revision", "precondition_required"] as const) : []),
    ...(takesIfMatch ? (["stale_revision"] as const) : []),
    ...(own ?? []),
  ];
  return [...new Set(codes.filter((code) => typeof code === "string"))];
}
