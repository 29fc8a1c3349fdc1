/** Where a request came from, as far as we can tell. */
import type { Request } from "express";

/** For limits alone: a venue is one address, and many share it. */
export const addressOf = (request: Request): string => request.ip ?? request.socket.remoteAddress ?? "";
