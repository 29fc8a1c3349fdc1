/** A proxy that nobody told us of: its word is not taken, and whoever runs this server should know. */
import type { Request, RequestHandler } from "express";
import type { HttpDeps } from "./deps.ts";

const HEADERS = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"] as const;

export function warnOfForwarding({ logger }: Pick<HttpDeps, "logger">): RequestHandler {
  let warned = false;
  return (request, _response, next) => {
    if (
      !warned &&
      HEADERS.some((name) => request.headers[name] !== undefined) &&
      !comesFromTrusted(request)
    ) {
      warned = true;
      logger.warn(
        { from: request.socket.remoteAddress },
        "X-Forwarded-* from an address that TRUST_PROXY does not name is ignored",
      );
    }
    next();
  };
}

function comesFromTrusted(request: Request): boolean {
  const trusts = request.app.get("trust proxy fn") as (address: string, hops: number) => boolean;
  return trusts(request.socket.remoteAddress ?? "", 0);
}
