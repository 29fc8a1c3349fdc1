import { isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";
import { originFrom } from "../../server/config.ts";

/** Where a server that listens everywhere is reached from the local network; nothing for any other host. */
export function networkOrigins(host: string, port: number, tls: boolean): string[] {
  if (host !== "0.0.0.0" && host !== "::") return [];
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && isIPv4(address))
    .map(({ address }) => originFrom(address, port, tls));
}
