/** What this machine was told: addresses, certificates, and who may read its files. Asks nobody. */
import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../server/config.ts";
import { type Finding, findingsOf } from "./finding.ts";

const { ok, warning, fault } = findingsOf("settings");
const DAY_MS = 86_400_000;
const SOON_DAYS = 14;
/** Readable by this user alone. */
const PRIVATE = ["", "redis", "audit.key"];

export function settings(config: Config, nowMs: number): readonly Finding[] {
  const findings = [...address(config), ...certificate(config, nowMs), ...files(config.dataDir)];
  return findings.length > 0 ? findings : [ok(`Served at ${config.origin}.`)];
}

function* address({ publicUrl, tls, trustProxy, host }: Config): Generator<Finding> {
  const isLocal = host === "127.0.0.1" || host === "::1" || host === "localhost";
  if (publicUrl === undefined && !isLocal)
    yield warning(
      "PUBLIC_URL is not set: links and QR codes name this machine.",
      "Set PUBLIC_URL to the address that readers use.",
    );
  if (publicUrl?.startsWith("http:") && !/\/\/(localhost|127\.|\[::1\])/.test(publicUrl))
    yield warning(
      `PUBLIC_URL is ${publicUrl}: push, offline pages and screens need https.`,
      "Serve HTTPS (TLS_CERT and TLS_KEY, or a proxy), and set PUBLIC_URL to https://…",
    );
  if (publicUrl?.startsWith("https:") && tls === undefined && trustProxy.length === 0)
    yield warning(
      "A proxy serves HTTPS and TRUST_PROXY is not set: all readers seem to come from one address.",
      "Set TRUST_PROXY to the addresses of the proxy.",
    );
  for (const all of trustProxy.filter((cidr) => cidr.endsWith("/0")))
    yield fault(
      `TRUST_PROXY is ${all}: anybody may say where they come from.`,
      "Name the addresses of the proxy alone.",
    );
}

function* certificate({ tls }: Config, nowMs: number): Generator<Finding> {
  if (tls === undefined) return;
  const todo = "Renew it, put it in place of TLS_CERT, and send SIGHUP to npm run server.";
  try {
    const { validTo, subject } = new X509Certificate(readFileSync(tls.cert));
    const days = Math.floor((Date.parse(validTo) - nowMs) / DAY_MS);
    if (days < 0) yield fault(`The certificate of ${subject} ran out ${-days} days ago.`, todo);
    else if (days < SOON_DAYS) yield warning(`The certificate of ${subject} runs out in ${days} days.`, todo);
  } catch (error) {
    yield fault(
      `TLS_CERT holds no certificate: ${error instanceof Error ? error.message : error}`,
      "openssl x509 -in $TLS_CERT -noout",
    );
  }
}

function* files(dataDir: string): Generator<Finding> {
  for (const path of PRIVATE.map((name) => join(dataDir, name))) {
    if (!existsSync(path)) continue;
    const mode = statSync(path).mode & 0o777;
    if ((mode & 0o077) !== 0)
      yield fault(`${path} can be read by others (mode ${mode.toString(8)}).`, `chmod go= ${path}`);
  }
}
