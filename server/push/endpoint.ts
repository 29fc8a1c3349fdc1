/**
 * Which addresses may be sent to: https and of the public net. Anybody may subscribe any address, so without
 * this our worker would knock on doors inside the network where it runs.
 */
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * [U6] Of the public net alone: nothing private, loopback, link-local, unique local, multicast, shared (CGNAT),
 * reserved, or that hides an IPv4 address in an IPv6 one (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const plain = ipaddr.process(address);
  return plain.range() === "unicast" && (plain instanceof ipaddr.IPv4 || isGivenOut(plain));
}

/** 2000::/3: all that was ever given out to anybody. */
const isGivenOut = ({ parts }: ipaddr.IPv6): boolean => parts[0]! >> 13 === 1;

/** The address that a host spells out; undefined where it is a name. */
function literalOf(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  return isIP(bare) === 0 ? undefined : bare;
}

/** Names that never leave a machine or a house; one without a dot is looked for in its own. */
const LOCAL_NAME = /^[^.]*\.?$|(^|\.)(localhost|local|internal|home\.arpa)\.?$/;

/** What is wrong with an address, as a sentence; undefined where nothing is. `allowed` is one origin for tests. */
export function endpointFault(endpoint: string, allowed?: string): string | undefined {
  const url = URL.parse(endpoint);
  if (url === null || url.protocol !== "https:") return "must be an https address";
  if (url.username !== "" || url.password !== "") return "must not hold a name or a password";
  if (url.origin === allowed) return undefined;
  const literal = literalOf(url.hostname);
  const isLocal = literal === undefined ? LOCAL_NAME.test(url.hostname) : !isPublicAddress(literal);
  return isLocal ? "must be an address of the public net" : undefined;
}

/** Of the browsers that people use. */
const BROWSERS_OWN = /(^|\.)(googleapis\.com|mozilla\.com|push\.apple\.com|notify\.windows\.com)$/;

export const isBrowsersOwn = (endpoint: string): boolean => {
  const { hostname, port } = new URL(endpoint);
  return port === "" && BROWSERS_OWN.test(hostname);
};

/**
 * Whose endpoint it is: a registered name with its port, so that somebody with a wildcard is one. Of what
 * browsers use each host is one: under those names anybody could give us hosts that fail.
 */
export function serviceOf(endpoint: string): string {
  const { hostname, port } = new URL(endpoint);
  if (isBrowsersOwn(endpoint)) return hostname;
  const name = literalOf(hostname) ?? hostname.split(".").slice(-2).join(".");
  return port === "" ? name : `${name}:${port}`;
}
