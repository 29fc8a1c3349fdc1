/**
 * Templates: from a few answers to a headline and a text in every language that they speak. They fill what is
 * empty and what they wrote themselves; what a person typed stands. Pure.
 */
import type { PublicEvent } from "../../../server/contract/event.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { bestIn, clipped, inLanguage, speaks, wordsIn } from "../../../server/core/programme-words.ts";
import type { ComposerForm, FormText } from "./composer-form.ts";
import { type TemplateWords, templateWordsIn, type Written } from "./template-words.ts";

export const noticeTemplates = ["shuttle", "found"] as const;
export type TemplateName = (typeof noticeTemplates)[number];

/** What each template asks, in this order. */
export const promptsOf = {
  shuttle: ["line", "stop", "departs", "until"],
  found: ["item", "place", "collect"],
} as const satisfies Record<TemplateName, readonly string[]>;

/** Of the contract: what a headline and a text may have at most. */
export const HEADLINE_MAX = 200;
export const BODY_MAX = 10_000;
const SPEAKERS_NAMED = 5;

export interface Around {
  readonly event: Pick<PublicEvent, "languages" | "halls">;
  readonly session?: Session | undefined;
  /** The text of the alert that this one ends. */
  readonly alert?: FormText | undefined;
}

type Write = (language: string, words: TemplateWords) => Written | undefined;

/** What the template would write now, by language; of a form without answers, nothing. */
export function textOfTemplate(form: ComposerForm, around: Around): FormText {
  const { languages } = around.event;
  const first = languages[0] ?? "en";
  const write = writerFor(form, around, first);
  if (write === undefined) return {};
  const entries = languages.flatMap((language): [string, Written][] => {
    const words = templateWordsIn(language);
    const written = words === undefined ? undefined : write(language, words);
    return written === undefined || `${written.headline}${written.body}`.trim() === ""
      ? []
      : [[language, clip(written)]];
  });
  return Object.fromEntries(entries);
}

const clip = ({ headline, body }: Written): Written => ({
  headline: clipped(headline, HEADLINE_MAX),
  body: clipped(body, BODY_MAX),
});

function writerFor(form: ComposerForm, around: Around, first: string): Write | undefined {
  const { session, alert } = around;
  /** What a person wrote in one language alone is no text for another. */
  const onlyFirst =
    (write: Write): Write =>
    (language, words) =>
      language === first ? write(language, words) : undefined;
  switch (form.kind) {
    case "notice":
      return noticeWriter(form);
    case "session-start":
      return session === undefined ? undefined : (language) => sessionStart(session, language, around);
    case "release":
      return onlyFirst((_, words) => release(form, words));
    case "result":
      return onlyFirst((_, words) => result(form, words));
    case "programme-change":
      return session === undefined ? undefined : (language, words) => change(form, session, language, words);
    case "urgent":
      if (form.urgent.messageType !== "all-clear" || alert === undefined) return undefined;
      return (language, words) => {
        const { headline = "" } = alert[language] ?? {};
        return headline === "" ? undefined : { headline: words.allClear(headline), body: "" };
      };
  }
}

function noticeWriter({ template, prompts }: ComposerForm): Write | undefined {
  if (template === "" || Object.values(prompts).every((answer) => answer.trim() === "")) return undefined;
  return (_, words) => words[template](prompts);
}

function sessionStart(session: Session, language: string, { event }: Around): Written | undefined {
  const title = inLanguage(session.title, language);
  const isFirst = language === event.languages[0];
  if ((title === undefined && !isFirst) || !speaks(language)) return undefined;
  const hall = event.halls.find(({ id }) => id === session.hall);
  const names = session.speakers.slice(0, SPEAKERS_NAMED).map(({ name }) => name);
  const more = session.speakers.length - names.length;
  const speakers = names.length === 0 ? [] : [names.join(", ") + (more > 0 ? ` +${more}` : "")];
  return {
    headline: wordsIn(language).now(bestIn(session.title, language, event.languages[0] ?? language)),
    body: [...(hall === undefined ? [] : [bestIn(hall.name, language, language)]), ...speakers].join(" · "),
  };
}

function release(
  { release: { document = "", publisher = "" } }: ComposerForm,
  words: TemplateWords,
): Written {
  return {
    headline: document.trim(),
    body: publisher.trim() === "" ? "" : words.publishedBy(publisher.trim()),
  };
}

function result({ competition, podium }: ComposerForm, words: TemplateWords): Written | undefined {
  const winners = podium.filter(({ place }) => place.trim() === "1").map(({ name }) => name.trim());
  const named = winners.filter((name) => name !== "");
  if (competition.trim() === "" || named.length === 0) return undefined;
  return { headline: words.won(competition.trim(), named), body: "" };
}

function change(
  { change: { from = "", to = "" } }: ComposerForm,
  session: Session,
  language: string,
  words: TemplateWords,
): Written | undefined {
  const title = inLanguage(session.title, language);
  if (title === undefined || to.trim() === "") return undefined;
  return {
    headline: words.now(title, to.trim()),
    body: from.trim() === "" ? "" : words.was(from.trim()),
  };
}

/**
 * The form with what its template writes now. A field that a person typed in is theirs: neither filled nor
 * emptied. A language that has nothing yet is added; one that somebody took away does not come back by itself.
 */
export function filledByTemplate(form: ComposerForm, around: Around): ComposerForm {
  const written = textOfTemplate(form, around);
  const text = { ...form.text };
  for (const [language, words] of Object.entries(written)) {
    const [stands, mine] = [text[language], form.generated[language]];
    if (stands === undefined && mine !== undefined) continue;
    text[language] = {
      headline: next(stands?.headline, mine?.headline, words.headline),
      body: next(stands?.body, mine?.body, words.body),
    };
  }
  if (Object.keys(written).length === 0) return form;
  return { ...form, text, generated: { ...form.generated, ...written } };
}

const next = (stands = "", mine = "", written = ""): string =>
  stands.trim() === "" || stands === mine ? written : stands;
