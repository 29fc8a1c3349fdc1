/** In which language a page is drawn. */
import type { Request } from "express";

export interface PageLanguage {
  readonly language: string;
  /** By `?lang=`, which also works without a script; else the browser said which. */
  readonly isAsked: boolean;
}

export function pageLanguage(
  request: Request,
  query: URLSearchParams,
  languages: readonly string[],
): PageLanguage {
  const wanted = (query.get("lang") ?? "").toLowerCase();
  const asked = languages.find((tag) => wanted === tag || wanted.startsWith(`${tag}-`));
  if (asked !== undefined) return { language: asked, isAsked: true };
  return { language: request.acceptsLanguages([...languages]) || languages[0]!, isAsked: false };
}
