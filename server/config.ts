import { accessSync, constants, statSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { hostSchema, originSchema, portSchema, proxiesSchema } from "./config-forms.ts";
import { parseRedisUrl } from "./store/redis-url.ts";

export { redisOptions } from "./store/redis-url.ts";

/**
 * What this process was told by its environment: the only reader of `process.env` in server/ and
 * workers/.
 *
 * - A variable that is set to nothing counts as not set.
 * - Every fault is found at once, in one line that starts with the name of its variable.
 * - No fault quotes a secret (REDIS_URL, ADMIN_PASSWORD, ADMIN_TOKEN, BACKUP_KEY).
 * - The result is frozen, with absolute paths.
 */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly redisUrl: string | undefined;
  /** What links and QR codes start with: PUBLIC_URL, else made from HOST and PORT. */
  readonly origin: string;
  /** PUBLIC_URL itself; when it is not set, an Origin equal to the request's Host is allowed. */
  readonly publicUrl: string | undefined;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly event: EventSource;
  readonly admin: {
    readonly email: string;
    readonly password: string | undefined;
    readonly token: string | undefined;
  };
  /** CIDRs, single addresses included as /32 and /128. */
  readonly trustProxy: readonly string[];
  /** CIDRs of venues: a whole hall comes from one address of theirs. */
  readonly venueAddresses: readonly string[];
  readonly metricsPort: number | undefined;
  /** For tests alone: one origin of push services that need not be public, and what its certificate is trusted by. */
  readonly pushTest: { readonly origin: string; readonly ca: string | undefined } | undefined;
  readonly logLevel: LogLevel;
  readonly backupKey: string | undefined;
  /** Started by `npm start`, which wants to hear whether the first account was made. */
  readonly reportFirstAccount: boolean;
  /** Our standard input is a pipe that closes when whoever started us is gone. */
  readonly parentPipe: boolean;
  /** Other processes of this machine listen on our port as well, and the kernel spreads connections over them. */
  readonly sharedPort: boolean;
  /** Where Node keeps what it has compiled; absent, wherever whoever starts a process says. */
  readonly compileCache: string | undefined;
}

export type ConfigWithRedis = Config & { readonly redisUrl: string };
export type EventSource =
  | { readonly from: "sample" | "none" }
  | { readonly from: "file"; readonly path: string };

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

export type ConfigResult<C extends Config = Config> =
  | { ok: true; config: C }
  | { ok: false; faults: string[] };

/** EX_CONFIG of sysexits.h: whoever supervises us must not simply start us again. */
export const CONFIG_FAULT_EXIT = 78;

/** What is said in the log of every process that was told of such an origin. */
export const PUSH_TEST_WARNING =
  "PUSH_TEST_ORIGIN is set: anybody may have push messages sent to that origin. For tests alone, never for an event.";

export interface ConfigNeeds {
  /** `required` for `npm run server` and `npm run worker`; `npm start` brings its own Redis. */
  readonly redis?: "required" | "optional";
}

export function parseConfig(
  env: NodeJS.ProcessEnv,
  needs: { redis: "required" },
): ConfigResult<ConfigWithRedis>;
export function parseConfig(env: NodeJS.ProcessEnv, needs?: ConfigNeeds): ConfigResult;
export function parseConfig(env: NodeJS.ProcessEnv, needs: ConfigNeeds = {}): ConfigResult {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environmentSchema.safeParse(set);
  const faults = parsed.error?.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`) ?? [];
  if (needs.redis === "required" && set.REDIS_URL === undefined) {
    faults.push("REDIS_URL must be set (npm start brings its own Redis, a single server or worker does not)");
  }
  faults.push(...faultsBetween(set));
  if (!parsed.success || faults.length > 0) return { ok: false, faults };
  return { ok: true, config: freeze(assemble(parsed.data)) };
}

/** The configuration of this process, or one line per fault on stderr and exit 78. */
export function loadConfig(needs: { redis: "required" }): ConfigWithRedis;
export function loadConfig(needs?: ConfigNeeds): Config;
export function loadConfig(needs: ConfigNeeds = {}): Config {
  const result = parseConfig(process.env, needs);
  if (result.ok) return result.config;
  for (const fault of result.faults) process.stderr.write(`${fault}\n`);
  process.exit(CONFIG_FAULT_EXIT);
}

const readableFile = z
  .string()
  .transform((path) => resolve(path))
  .refine(isReadableFile, "must name a file that can be read");

const eventSchema = z.string().transform((text, context): EventSource => {
  if (text === "sample" || text === "none") return { from: text };
  const path = resolve(text);
  if (!isReadableFile(path)) context.addIssue("must be sample, none, or a programme file that can be read");
  return { from: "file", path };
});

const redisUrlSchema = z.string().superRefine((text, context) => {
  const address = parseRedisUrl(text);
  if (!address.ok) context.addIssue(address.fault);
});

const environmentSchema = z.object({
  PORT: portSchema.default(3000),
  HOST: hostSchema.default("127.0.0.1"),
  DATA_DIR: z
    .string()
    .default("./data")
    .transform((path) => resolve(path)),
  REDIS_URL: redisUrlSchema.optional(),
  PUBLIC_URL: originSchema.optional(),
  TLS_CERT: readableFile.optional(),
  TLS_KEY: readableFile.optional(),
  EVENT: eventSchema.default({ from: "sample" }),
  ADMIN_EMAIL: z
    .string()
    .max(254, "must have at most 254 characters")
    .regex(/^[^\s\p{C}@<>"]+@[^\s\p{C}@<>"]+$/u, "must be an e-mail address")
    .default("admin@fanfare.local"),
  ADMIN_PASSWORD: z
    .string()
    .refine((text) => charactersOf(text) >= 12 && charactersOf(text) <= 256, "must have 12 to 256 characters")
    .optional(),
  ADMIN_TOKEN: z
    .string()
    .min(32, "must have at least 32 characters")
    .regex(/^[\x21-\x7e]*$/, "must be printable ASCII without spaces, as it travels in a header")
    .optional(),
  TRUST_PROXY: proxiesSchema.default([]),
  VENUE_ADDRESSES: proxiesSchema.default([]),
  METRICS_PORT: z
    .union(
      [z.literal("off").transform(() => undefined), portSchema],
      "must be off, or a whole number from 0 to 65535",
    )
    .optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("info"),
  BACKUP_KEY: z.string().optional(),
  PUSH_TEST_ORIGIN: originSchema
    .refine((origin) => origin.startsWith("https:"), "must be an https address without path")
    .optional(),
  PUSH_TEST_CA: readableFile.optional(),
  FANFARE_FIRST_ACCOUNT: z.string().optional(),
  FANFARE_PARENT_PIPE: z.string().optional(),
  FANFARE_SHARED_PORT: z.string().optional(),
  NODE_COMPILE_CACHE: z.string().optional(),
});

function faultsBetween(set: NodeJS.ProcessEnv): string[] {
  const faults: string[] = [];
  if (set.TLS_CERT !== undefined && set.TLS_KEY === undefined)
    faults.push("TLS_KEY must be set as TLS_CERT is");
  if (set.TLS_KEY !== undefined && set.TLS_CERT === undefined)
    faults.push("TLS_CERT must be set as TLS_KEY is");
  if (set.PUSH_TEST_CA !== undefined && set.PUSH_TEST_ORIGIN === undefined)
    faults.push("PUSH_TEST_ORIGIN must be set as PUSH_TEST_CA is");
  const port = set.PORT ?? "3000";
  if (set.METRICS_PORT === port && Number(port) !== 0) faults.push("METRICS_PORT must differ from PORT");
  return faults;
}

function assemble(env: z.output<typeof environmentSchema>): Config {
  const { TLS_CERT: cert, TLS_KEY: key } = env;
  const tls = cert !== undefined && key !== undefined ? { cert, key } : undefined;
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: env.DATA_DIR,
    redisUrl: env.REDIS_URL,
    origin: env.PUBLIC_URL ?? originFrom(env.HOST, env.PORT, tls !== undefined),
    publicUrl: env.PUBLIC_URL,
    tls,
    event: env.EVENT,
    admin: { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD, token: env.ADMIN_TOKEN },
    trustProxy: env.TRUST_PROXY,
    venueAddresses: env.VENUE_ADDRESSES,
    metricsPort: env.METRICS_PORT,
    logLevel: env.LOG_LEVEL,
    backupKey: env.BACKUP_KEY,
    pushTest:
      env.PUSH_TEST_ORIGIN === undefined ? undefined : { origin: env.PUSH_TEST_ORIGIN, ca: env.PUSH_TEST_CA },
    reportFirstAccount: env.FANFARE_FIRST_ACCOUNT === "1",
    parentPipe: env.FANFARE_PARENT_PIPE === "1",
    sharedPort: env.FANFARE_SHARED_PORT === "1",
    compileCache: env.NODE_COMPILE_CACHE,
  };
}

/** The origin under which a server on `host` is reached from the same machine. */
export function originFrom(host: string, port: number, tls: boolean): string {
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return new URL(`${tls ? "https" : "http"}://${name}:${port}`).origin;
}

function isReadableFile(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function charactersOf(text: string): number {
  return [...text].length;
}

function freeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === "object" && part !== null) freeze(part);
  return Object.freeze(value);
}
