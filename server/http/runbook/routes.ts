/** `/docs/runbook`: what to type while it is wrong. It needs neither Redis nor a replica. */
import { fixed } from "../fixed-reply.ts";
import { publicRoute, type Route } from "../route.ts";
import { runbookPage } from "./page.ts";
import { RUNBOOK_CSS } from "./style.ts";

const HTML_TYPE = "text/html; charset=utf-8";
const CSS_TYPE = "text/css; charset=utf-8";

export const runbookRoutes = (): Route[] => [
  publicRoute({
    method: "get",
    path: "/docs/runbook",
    summary: "What each alarm means, and what to do about it",
    answers: { 200: { description: "A page.", type: HTML_TYPE } },
    handle: fixed(HTML_TYPE, runbookPage),
  }),
  publicRoute({
    method: "get",
    path: "/docs/runbook.css",
    summary: "How the runbook looks",
    answers: { 200: { description: "A style sheet.", type: CSS_TYPE } },
    handle: fixed(CSS_TYPE, () => RUNBOOK_CSS),
  }),
];
