/** A name for each request, ours or the one that a proxy gave it, in every answer and every line of the log. */
import { randomUUID } from "node:crypto";
import type { RequestHandler, Response } from "express";
import { about } from "../observe/log-context.ts";

const SANE = /^[A-Za-z0-9._-]{1,128}$/;

export const requestIds: RequestHandler = (request, response, next) => {
  const given = request.get("X-Request-Id");
  const id = given !== undefined && SANE.test(given) ? given : randomUUID();
  response.locals.requestId = id;
  response.set("X-Request-Id", id);
  about({ requestId: id }, next);
};

export const requestIdOf = (response: Response): string => String(response.locals.requestId);
