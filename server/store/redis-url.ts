import type { RedisOptions } from "ioredis";

/**
 * Where Redis is, from one address.
 *
 *     redis://[user:password@]host[:port][/db]
 *     rediss://…                                          the same over TLS
 *     redis+sentinel://[user:password@]host:port,host:port/master-name[/db]
 *     unix:///absolute/path.sock                          the private Redis of `npm start`
 *
 * The database may also be given as `?db=N`. User and password are percent-encoded. Faults never
 * quote the address, since it may hold a password.
 */
export type RedisAddress = { ok: true; options: RedisLocation } | { ok: false; fault: string };

/** The options of ioredis that say where Redis is; how to talk to it is the caller's choice. */
export type RedisLocation = Pick<
  RedisOptions,
  "host" | "port" | "path" | "db" | "username" | "password" | "tls" | "sentinels" | "name" | "role"
>;

interface HostAndPort {
  host: string;
  port: number;
}

const forms = "redis://, rediss://, redis+sentinel://host:port,host:port/master-name or unix:///path";

export function parseRedisUrl(text: string): RedisAddress {
  const match = /^([a-z+]+):\/\/(?:([^@/]*)@)?([^/?#]*)(\/[^?#]*)?(?:\?([^#]*))?$/.exec(text);
  if (!match) return { ok: false, fault: `must look like ${forms}` };
  const [, scheme = "", credentials, hosts = "", path = "", query = ""] = match;

  const parameters = new URLSearchParams(query);
  const unknown = [...parameters.keys()].find((name) => name !== "db");
  if (unknown !== undefined) return { ok: false, fault: `has an unknown parameter "${unknown}"` };

  try {
    const signIn = parseCredentials(credentials);
    const segments = path.split("/").slice(1).filter(Boolean).map(decodeURIComponent);
    switch (scheme) {
      case "redis":
      case "rediss": {
        const [only, more] = parseHosts(hosts, 6379);
        if (!only || more || segments.length > 1)
          throw new Fault("must name one host and at most a database");
        const tls = scheme === "rediss" ? { tls: {} } : {};
        return { ok: true, options: { ...only, ...signIn, ...database(segments[0], parameters), ...tls } };
      }
      case "redis+sentinel": {
        const sentinels = parseHosts(hosts, 26379);
        const [name, db, extra] = segments;
        if (!sentinels[0] || !name || extra)
          throw new Fault("must be redis+sentinel://host:port,host:port/master-name");
        return {
          ok: true,
          options: { sentinels, name, role: "master", ...signIn, ...database(db, parameters) },
        };
      }
      case "unix":
        if (hosts || credentials !== undefined || path.length < 2)
          throw new Fault("must be unix:///absolute/path");
        return { ok: true, options: { path: decodeURIComponent(path), ...database(undefined, parameters) } };
      default:
        throw new Fault(`must look like ${forms}`);
    }
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.message };
    if (error instanceof URIError)
      return { ok: false, fault: "has a percent sign that does not encode anything" };
    throw error;
  }
}

/** The ioredis options of an address that `parseRedisUrl` accepts; any other is a bug of the caller. */
export function redisOptions(url: string): RedisLocation {
  const address = parseRedisUrl(url);
  if (!address.ok) throw new Error(`a Redis address ${address.fault}`);
  return address.options;
}

/** The address of a Redis that listens on a unix socket. */
export function unixRedisUrl(socketPath: string): string {
  return `unix://${socketPath.split("/").map(encodeURIComponent).join("/")}`;
}

class Fault extends Error {}

function parseCredentials(text: string | undefined): { username?: string; password?: string } {
  if (!text) return {};
  const colon = text.indexOf(":");
  if (colon < 0) throw new Fault("needs user:password (or :password) before the @");
  const username = decodeURIComponent(text.slice(0, colon));
  const password = decodeURIComponent(text.slice(colon + 1));
  return username ? { username, password } : { password };
}

function parseHosts(text: string, defaultPort: number): HostAndPort[] {
  return text.split(",").map((part) => {
    const match = /^(?:\[([0-9A-Fa-f:.%]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(part);
    const host = match?.[1] ?? match?.[2];
    const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
    if (!host || port < 1 || port > 65535)
      throw new Fault("needs a host, and a port from 1 to 65535 where one is given");
    return { host, port };
  });
}

function database(fromPath: string | undefined, parameters: URLSearchParams): { db?: number } {
  const fromQuery = parameters.get("db") ?? undefined;
  if (fromPath !== undefined && fromQuery !== undefined) throw new Fault("names the database twice");
  const text = fromPath ?? fromQuery;
  if (text === undefined) return {};
  if (!/^\d{1,5}$/.test(text)) throw new Fault("needs a number for the database");
  return { db: Number(text) };
}
