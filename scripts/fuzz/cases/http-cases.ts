/** Requests to every route that there is: as they should be, nearly so, and not at all. */
import fc from "fast-check";
import type { Role } from "../../../server/contract/people.ts";
import { resourcesOf } from "../../../server/http/app.ts";
import type { HttpDeps } from "../../../server/http/deps.ts";
import type { Route } from "../../../server/http/route.ts";
import type { Known } from "../world/furnish.ts";
import { goneWrong, jsonBytes, torn } from "./gone-wrong.ts";
import { ofSchema } from "./of-schema.ts";
import { hostileTexts, type Words, wordsOf } from "./words.ts";

export type Asker = Role | "nobody" | "session" | "screen" | "stranger";

export interface HttpCase {
  readonly asker: Asker;
  readonly method: string;
  readonly target: string;
  readonly bytes: Buffer;
  /** It is no whole request any more, or more than one: we say that nothing follows. */
  readonly isTorn: boolean;
}

/** The routes as data: nothing that answers is behind them. */
export function routesAlone(): Route[] {
  const nothing: unknown = new Proxy(() => nothing, {
    get: (_target, name) => (name === "then" ? undefined : nothing),
  });
  return resourcesOf(nothing as HttpDeps).flat();
}

const PAGES = [
  "/",
  "/embed",
  "/desk",
  "/kiosk",
  "/a/:id",
  "/docs",
  "/openapi.json",
  "/manifest.webmanifest",
  "/sw.js",
];
/** Of these nobody may be who the others need: a session that is ended, an event that is emptied. */
const ENDS_SESSIONS = /^\/api\/v1\/sessions?(\/|$)/;
const ENDS_THE_EVENT = "/api/v1/desk/rehearsal/end";

export function httpCases(known: Known): fc.Arbitrary<HttpCase> {
  const words = wordsOf(known);
  const ofRoutes = routesAlone().map((route) => routeCase(route, words, known));
  const ofPages = PAGES.map((path) => routeCase({ method: "get", path } as Route, words, known));
  return fc.oneof(
    { arbitrary: fc.oneof(...ofRoutes), weight: 12 },
    { arbitrary: fc.oneof(...ofPages), weight: 2 },
    { arbitrary: anywhere(known), weight: 1 },
  );
}

function routeCase(route: Route, words: Words, known: Known): fc.Arbitrary<HttpCase> {
  const method = route.method.toUpperCase();
  const body =
    route.body !== undefined
      ? jsonBytes(goneWrong(ofSchema(route.body, words)))
      : route.file !== undefined
        ? jsonBytes(fc.jsonValue())
        : fc.constantFrom(Buffer.alloc(0), Buffer.alloc(0), Buffer.from("{}"));
  const query = route.query === undefined ? fc.constant({}) : goneWrong(ofSchema(route.query, words));
  const isPublic = route.access === "public" || route.access === undefined;
  return fc
    .record({
      asker: askers(route.path, isPublic),
      method: mostly(
        method,
        fc.constantFrom("HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "BREW", "get", "PROPFIND"),
      ),
      id: ids(route, words, known),
      query: fc.tuple(query, fc.nat(12)).map(([value, luck]) => queryText(value, luck)),
      body,
      headers: fc.array(headerOf(route.path), { maxLength: 4 }),
      type: mostly(
        "application/json",
        fc.constantFrom("text/plain", "", "application/xml", "application/json; charset=utf-16"),
      ),
      length: fc.nat(60),
    })
    .chain(({ asker, method, id, query, body, headers, type, length }) => {
      const target = `${route.path.replace(/:\w+/, id)}${query}`;
      const lines = [
        ...whoAsks(asker, known),
        ...headers,
        ...(body.length > 0 ? [`Content-Type: ${type}`] : []),
      ];
      const bytes = requestOf(method, target, lines, body, length);
      const one = { asker, method, target, isTorn: length > 57 || length < 2 };
      return length > 57
        ? torn(fc.constant(bytes)).map((bytes) => ({ ...one, bytes }))
        : fc.constant({ ...one, bytes });
    });
}

const mostly = (usual: string, others: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 9 }, { arbitrary: others, weight: 1 });

function askers(path: string, isPublic: boolean): fc.Arbitrary<Asker> {
  if (isPublic) return fc.constantFrom<Asker>("nobody", "nobody", "stranger", "session");
  const all: Asker[] = ["nobody", "author", "moderator", "lead", "admin", "admin", "screen", "stranger"];
  return fc.constantFrom<Asker>(...all, ...(ENDS_SESSIONS.test(path) ? [] : ["session" as const]));
}

/** What is hidden is asked for, and never changed: it must be there to the end. */
function ids({ path, method }: Route, words: Words, known: Known): fc.Arbitrary<string> {
  const hidden = method === "get" && !path.includes("/desk/") ? [known.draftId, known.embargoedId] : [];
  const own = path.includes("kiosks")
    ? [words.screenId]
    : path.includes("push")
      ? [known.pushSecret]
      : words.ids;
  return fc.oneof(
    { arbitrary: fc.constantFrom(...own, ...hidden), weight: 6 },
    { arbitrary: fc.constantFrom(...hostileTexts).map(encoded), weight: 1 },
    { arbitrary: fc.string({ maxLength: 80 }).map(encoded), weight: 1 },
  );
}

function encoded(text: string): string {
  return encodeURIComponent(text.isWellFormed() ? text : "%").slice(0, 3_000) || "x";
}

function queryText(value: unknown, luck: number): string {
  if (typeof value !== "object" || value === null) return luck < 3 ? `?${encoded(String(value))}` : "";
  const pairs = Object.entries(value).map(([name, one]) => `${encoded(name)}=${encoded(plain(one))}`);
  if (luck === 0 && pairs.length > 0) pairs.push(pairs[0]!);
  if (luck === 1) pairs.push("a[]=1", "a[b]=2", "%zz=%ff");
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
}

const plain = (value: unknown): string =>
  typeof value === "object" ? (JSON.stringify(value) ?? "") : String(value);

const odd = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: "binary-ascii", maxLength: 100 }),
  fc.nat(9_000).map((length) => "y".repeat(length)),
);

/** A value as it may stand in a header: our own parser of answers must see where it ends. */
const headerValue = odd.map((text) => text.replaceAll(/[\r\n\0]/g, " ").replaceAll(/[^\x20-\xff]/g, "?"));

function headerOf(path: string): fc.Arbitrary<string> {
  const match =
    path === ENDS_THE_EVENT
      ? ['"999999"', "*", 'W/"1"']
      : ['"1"', '"2"', '"0"', "*", 'W/"1"', '"99999999999999999999"'];
  const known: Readonly<Record<string, readonly string[]>> = {
    "If-Match": match,
    "If-None-Match": ["*", '"x"', 'W/"x", "y"', ",".repeat(5_000)],
    "Idempotency-Key": ["one-key", "k".repeat(201), " "],
    Accept: ["text/html", "application/json", "*/*;q=0", "text/event-stream"],
    "Accept-Encoding": ["br", "gzip;q=0", "identity;q=0", "*;q=0", "gzip, br;q=1.5"],
    "Accept-Language": ["zh", "ar-EG;q=0.1, *", `${"en-".repeat(2_000)}x`],
    Origin: ["https://evil.example", "null", "http://127.0.0.1", "//"],
    "Sec-Fetch-Site": ["cross-site", "same-origin", "none"],
    "X-Forwarded-For": ["10.0.0.1", ",".repeat(2_000)],
    "X-Forwarded-Host": ["evil.example"],
    "X-HTTP-Method-Override": ["DELETE"],
    "X-Request-Id": ["a b", "x".repeat(129), "fine-1"],
    Range: ["bytes=0-0", "bytes=-1,0-,0-1"],
    "Content-Encoding": ["gzip", "br", "identity"],
    "Last-Event-ID": ["another.3", "x", "a.b.c"],
    Expect: ["100-continue", "tea"],
    Cookie: ["sid=x", "sid=a; sid=b", `sid=${"z".repeat(4_096)}`, "__Host-sid=x"],
    "User-Agent": ["Mozilla/5.0 (X11; Linux) Chrome/1 Safari/1", "(".repeat(8_000)],
    Upgrade: ["h2c", "websocket"],
    Connection: ["keep-alive", "upgrade"],
  };
  return fc
    .constantFrom(...Object.keys(known))
    .chain((name) =>
      fc.oneof(fc.constantFrom(...known[name]!), headerValue).map((value) => `${name}: ${value}`),
    );
}

function whoAsks(asker: Asker, known: Known): string[] {
  switch (asker) {
    case "nobody":
      return [];
    case "session":
      return [`Cookie: sid=${known.session}`, "Sec-Fetch-Site: same-origin"];
    case "screen":
      return [`Authorization: Bearer ${known.screens.at(-1)!.token}`];
    case "stranger":
      return ["Authorization: Bearer fft_nobody"];
    default:
      return [`Authorization: Bearer ${known.tokens[asker]}`];
  }
}

function requestOf(
  method: string,
  target: string,
  lines: readonly string[],
  body: Buffer,
  luck: number,
): Buffer {
  const said = luck === 0 ? body.length + 7 : luck === 1 ? Math.max(0, body.length - 1) : body.length;
  const isChunked = luck === 2 && (body.length > 0 || /^P/.test(method));
  const length = isChunked ? "Transfer-Encoding: chunked" : `Content-Length: ${said}`;
  const needs = body.length > 0 || /^P/.test(method) ? [length] : [];
  const head = [`${method} ${target} HTTP/1.1`, "Host: 127.0.0.1", "Connection: close", ...lines, ...needs];
  const chunked = [Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from("\r\n0\r\n\r\n")];
  const all = isChunked && body.length > 0 ? chunked : isChunked ? [Buffer.from("0\r\n\r\n")] : [body];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"), ...all]);
}

/** No route of ours, or no path at all. */
const anywhere = (known: Known): fc.Arbitrary<HttpCase> =>
  fc
    .tuple(
      fc.oneof(
        fc
          .array(
            fc.constantFrom(
              "..",
              "api",
              "v1",
              "%2e%2e",
              "%2f",
              "desk",
              "a",
              ".",
              "%",
              "%00",
              "\\",
              "assets",
              "",
            ),
            { maxLength: 8 },
          )
          .map((parts) => `/${parts.join("/")}`),
        fc.constantFrom(
          "*",
          "http://evil.example/healthz",
          "//evil.example/%2e%2e",
          "evil.example:80",
          `/${"x".repeat(15_000)}`,
        ),
        fc.webPath().map((path) => `/${path}`),
        fc.constantFrom(
          "/socket.io/?EIO=4&transport=polling",
          "/socket.io/",
          "/socket.io/?EIO=4&transport=websocket&sid=x",
        ),
      ),
      fc.constantFrom("GET", "POST", "HEAD", "OPTIONS", "CONNECT", "TRACE"),
      fc.array(headerOf(""), { maxLength: 3 }),
      fc.constantFrom<Asker>("nobody", "stranger"),
    )
    .map(([target, method, headers, asker]) => {
      const bytes = requestOf(method, target, [...whoAsks(asker, known), ...headers], Buffer.alloc(0), 9);
      return { asker, method, target, bytes, isTorn: false };
    });
