/**
 * A route as data: what it takes, who may ask, what it answers. The application mounts these and
 * openapi.ts describes these, so no route can be missing from its own description.
 */
import type { Request } from "express";
import type { z } from "zod";
import type { Actor, Right } from "../contract/people.ts";
import type { RefusalCode, Result } from "../contract/refusals.ts";
import type { Retry } from "../desk/announcements.ts";
import type { Caller } from "./authenticate.ts";
import type { Encodings } from "./compress.ts";

export interface Reply {
  readonly status?: number;
  readonly type?: string;
  /** Absent where there is nothing to say: 204. */
  readonly text?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** An entity tag with its quotes. */
  readonly etag?: string;
  /** Answer 304 where the client holds this `etag` already. */
  readonly revalidates?: boolean;
  /** The text compressed, where whoever made the reply keeps it for many. */
  readonly encodings?: Encodings;
}

export const JSON_TYPE = "application/json; charset=utf-8";

export const jsonReply = (value: unknown, rest: Omit<Reply, "text" | "type"> = {}): Reply => ({
  type: JSON_TYPE,
  text: JSON.stringify(value),
  ...rest,
});

/** What a route's handler is given, all of it checked. */
export interface Asked<Q = undefined> {
  readonly request: Request;
  /** The one parameter of the path, an id or a secret; empty where it has none. */
  readonly id: string;
  readonly query: Q;
  /** What links of ours start with. */
  readonly base: string;
}

export interface AskedWithBody<Q = undefined, B = undefined> extends Asked<Q> {
  readonly body: B;
}

export interface AskedByDesk<Q = undefined, B = undefined> extends AskedWithBody<Q, B> {
  readonly actor: Actor;
  readonly caller: Caller;
  readonly retry: Retry;
  /** The revision in `If-Match`: 0, which none has, where it is not exactly `"<n>"` or not there at all. */
  readonly ifMatch: number;
  /** The same where the header is there; absent where it is not. For routes that do without one too. */
  readonly seen?: number;
  /** The body as it came, for routes that take a file. */
  readonly bytes: Uint8Array;
}

export interface Answer {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Content type where it is not JSON. */
  readonly type?: string;
}

interface Described {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  readonly path: string;
  readonly summary: string;
  /** What it answers when it does what was asked. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Refusals beside those that any route of its kind may give. */
  readonly refusals?: readonly RefusalCode[];
}

type Handled<A> = (asked: A) => Promise<Result<Reply>> | Result<Reply>;

/** Anybody, from any origin, without cookies. Never changes anything. */
interface PublicRoute<Q extends z.ZodType> extends Described {
  readonly method: "get";
  readonly query?: Q;
  readonly handle: Handled<Asked<Taken<Q>>>;
}

/** Anybody, from any origin, without cookies: what it changes belongs to whoever has its secret. */
interface OpenRoute<B extends z.ZodType> extends Described {
  readonly method: "post" | "put" | "delete";
  readonly body?: B;
  readonly handle: Handled<AskedWithBody<undefined, Taken<B>>>;
}

/** Whoever is not signed in yet, from our own pages or from no page. */
interface VisitorRoute<B extends z.ZodType> extends Described {
  readonly body: B;
  readonly bodyMayBeAbsent?: boolean;
  readonly handle: Handled<AskedWithBody<undefined, z.output<B>>>;
}

interface DeskRoute<Q extends z.ZodType, B extends z.ZodType> extends Described {
  /**
   * Looked at before the body is read, and where something changes, the fresh sign-in with it that the right
   * may want. Absent: whoever is signed in, or the decision itself looks.
   */
  readonly right?: Right;
  readonly query?: Q;
  /** A JSON body; where it may be left out, the schema takes `{}`. */
  readonly body?: B;
  readonly bodyMayBeAbsent?: boolean;
  /** A file instead of JSON. */
  readonly file?: { readonly types: readonly string[]; readonly limit: number };
  /** Takes `Idempotency-Key`. */
  readonly writes?: boolean;
  readonly needsIfMatch?: boolean;
  /** Takes `If-Match` where one is given: what was not seen is then not sent. */
  readonly takesIfMatch?: boolean;
  readonly handle: Handled<AskedByDesk<Taken<Q>, Taken<B>>>;
}

/** What a route of no schema is given: nothing. */
type Taken<S extends z.ZodType> = S extends z.ZodNever ? undefined : z.output<S>;

/** A route whose schemas and handler have been seen to fit each other. */
export interface Route extends Described {
  readonly access: "public" | "visitor" | "desk";
  readonly right?: Right;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly bodyMayBeAbsent?: boolean;
  readonly file?: { readonly types: readonly string[]; readonly limit: number };
  readonly writes?: boolean;
  readonly needsIfMatch?: boolean;
  /** Takes `If-Match` where one is given: what was not seen is then not sent. */
  readonly takesIfMatch?: boolean;
  /** Absent for a route that somebody else answers, and that is only described here. */
  readonly handle?: (asked: never) => Promise<Result<Reply>> | Result<Reply>;
}

export const publicRoute = <Q extends z.ZodType = z.ZodNever>(route: PublicRoute<Q>): Route => ({
  access: "public",
  ...route,
});

export const openRoute = <B extends z.ZodType = z.ZodNever>(route: OpenRoute<B>): Route => ({
  access: "public",
  ...route,
});

export const visitorRoute = <B extends z.ZodType>(route: VisitorRoute<B>): Route => ({
  access: "visitor",
  ...route,
});

export const deskRoute = <Q extends z.ZodType = z.ZodNever, B extends z.ZodType = z.ZodNever>(
  route: DeskRoute<Q, B>,
): Route => ({ access: "desk", ...route });

/** A route that is answered elsewhere, for the description. */
export const describedRoute = (route: Described & { readonly query?: z.ZodType }): Route => ({
  access: "public",
  ...route,
});
