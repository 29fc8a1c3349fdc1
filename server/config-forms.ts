import { BlockList, isIP } from "node:net";
import { z } from "zod";

/** The forms that network settings take, each with the one line said when they are not met. */

export const portSchema = z
  .string()
  .regex(/^\d{1,5}$/, "must be a whole number from 0 to 65535")
  .transform(Number)
  .refine((port) => port <= 65535, "must be a whole number from 0 to 65535");

export const hostSchema = z
  .string()
  .refine(isHost, "must be an IP address or a host name, without port or brackets");

export const originSchema = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const isOrigin =
    url !== null &&
    (url.protocol === "http:" || url.protocol === "https:") &&
    (text.toLowerCase() === url.origin ||
      text.toLowerCase() === `${url.origin}/` ||
      isSpelledOutPort(text, url));
  if (!isOrigin)
    context.addIssue("must be an http or https address without path, such as https://live.example.org");
  return url?.origin ?? text;
});

export const proxiesSchema = z.string().transform((text, context) => {
  const parts = text.split(/[\s,]+/).filter(Boolean);
  const ranges = parts.map(parseRange);
  if (ranges.length === 0 || ranges.includes(undefined)) {
    context.addIssue("must be CIDRs with commas between them, such as 10.0.0.0/8,fd00::/8");
  }
  return ranges.filter((range) => range !== undefined).map(({ network, prefix }) => `${network}/${prefix}`);
});

/** Whether an address as sockets report it (IPv4 also as ::ffff:a.b.c.d) lies in one of the CIDRs. */
export function addressMatcher(cidrs: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const cidr of cidrs) addRange(list, parseRange(cidr));
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 4 ? "ipv4" : "ipv6");
  };
}

interface Range {
  network: string;
  prefix: number;
  family: "ipv4" | "ipv6";
}

function parseRange(text: string): Range | undefined {
  const [network = "", length, extra] = text.split("/");
  const version = isIP(network);
  if (version === 0 || extra !== undefined || network.includes("%")) return undefined;
  const bits = version === 4 ? 32 : 128;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const prefix = length === undefined ? bits : Number(length);
  if (prefix > bits) return undefined;
  return { network, prefix, family: version === 4 ? "ipv4" : "ipv6" };
}

function addRange(list: BlockList, range: Range | undefined): void {
  if (!range) throw new Error("not a CIDR");
  list.addSubnet(range.network, range.prefix, range.family);
}

function isHost(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const looksNumeric = /^[\d.]+$/.test(text);
  return (
    !looksNumeric &&
    text.length <= 253 &&
    /^([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.|$))+$/.test(text)
  );
}

/** `https://x.org:443` is the origin `https://x.org`, spelled out. */
function isSpelledOutPort(text: string, url: URL): boolean {
  const port = url.protocol === "https:" ? 443 : 80;
  return text.toLowerCase().replace(/\/$/, "") === `${url.origin}:${port}`;
}
