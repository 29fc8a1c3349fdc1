/** `/openapi.json` and `/docs`: made once, from the routes that are given, theirs included. */
import { z } from "zod";
import { DOCS_CSS, docsPage } from "./docs-page.ts";
import { fixed } from "./fixed-reply.ts";
import { describeApi } from "./openapi.ts";
import { publicRoute, type Route } from "./route.ts";
import { runbookRoutes } from "./runbook/routes.ts";

const HTML_TYPE = "text/html; charset=utf-8";
const CSS_TYPE = "text/css; charset=utf-8";

export function docsRoutes(others: readonly Route[], origin: string): Route[] {
  // Made when it is first asked for: a node that starts need not wait for it.
  let made: ReturnType<typeof describeApi> | undefined;
  const document = () => {
    made ??= describeApi([...others, ...routes], origin);
    return made;
  };
  const routes: Route[] = [
    publicRoute({
      method: "get",
      path: "/openapi.json",
      summary: "This description, for programs",
      answers: { 200: { description: "OpenAPI 3.1.", schema: z.looseObject({ openapi: z.string() }) } },
      handle: fixed("application/json; charset=utf-8", () => JSON.stringify(document())),
    }),
    publicRoute({
      method: "get",
      path: "/docs",
      summary: "This description, for people",
      answers: { 200: { description: "A page.", type: HTML_TYPE } },
      handle: fixed(HTML_TYPE, () => docsPage(document())),
    }),
    publicRoute({
      method: "get",
      path: "/docs.css",
      summary: "How the description looks",
      answers: { 200: { description: "A style sheet.", type: CSS_TYPE } },
      handle: fixed(CSS_TYPE, () => DOCS_CSS),
    }),
    ...runbookRoutes(),
  ];
  return routes;
}
