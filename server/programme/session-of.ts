import type { Session } from "../contract/programme.ts";
import type { Findings } from "./findings.ts";
import { quoted } from "./findings.ts";
import type { SessionDraft } from "./session-draft.ts";
import { sessionType } from "./session-types.ts";
import { languageTag } from "./text/languages.ts";
import { webLink } from "./text/links.ts";
import { type PlainText, plainLine, plainProse } from "./text/plain-text.ts";

const TITLE_LENGTH = 500;
const ABSTRACT_LENGTH = 20_000;
const NAME_LENGTH = 300;
const MOST_SPEAKERS = 200;

interface Settled {
  readonly id: string;
  readonly hall: string | undefined;
  readonly track: string | undefined;
  /** For the words of a session that does not say its language. */
  readonly fallbackLanguage: string;
  readonly findings: Findings;
}

/** One session as readers get it, its texts within the contract's limits. */
export function sessionOf(draft: SessionDraft, settled: Settled): Session {
  const { findings, fallbackLanguage } = settled;
  const language = languageTag(draft.language);
  if (language === undefined) warnOfLanguage(draft, fallbackLanguage, findings);
  const key = language ?? fallbackLanguage;
  const kept = (field: string, plain: PlainText): string => {
    if (plain.cut) findings.warn("texts cut", draft.path, `its ${field} is too long and was cut`);
    if (plain.cleaned)
      findings.warn(
        "texts cleaned",
        draft.path,
        `its ${field} held control characters, which were taken out`,
      );
    return plain.text;
  };

  const title = kept("title", plainLine(draft.title, TITLE_LENGTH));
  const subtitle = kept("subtitle", plainLine(draft.subtitle, TITLE_LENGTH));
  const abstract = kept("abstract", plainProse(draft.abstract, ABSTRACT_LENGTH, draft.markup));
  const url = draft.url === "" ? undefined : webLink(draft.url, draft.baseUrl);
  if (draft.url !== "" && url === undefined)
    findings.warn(
      "links left out",
      draft.path,
      `its link ${quoted(draft.url)} is not an http or https address`,
    );
  if (title === "") findings.error(draft.path, "has no title that can be shown");
  if (draft.durationMs === 0)
    findings.warn("sessions of no length", draft.path, "has no length: it ends as it starts");

  return {
    id: settled.id,
    title: { [key]: title },
    ...(subtitle === "" ? {} : { subtitle: { [key]: subtitle } }),
    ...(abstract === "" ? {} : { abstract: { [key]: abstract } }),
    type: sessionType(draft.type),
    ...(settled.hall === undefined ? {} : { hall: settled.hall }),
    ...(settled.track === undefined ? {} : { track: settled.track }),
    startsAt: new Date(draft.startMs).toISOString(),
    endsAt: new Date(draft.startMs + draft.durationMs).toISOString(),
    ...(language === undefined ? {} : { language }),
    speakers: speakersOf(draft, findings),
    ...(url === undefined ? {} : { url }),
  };
}

function speakersOf(draft: SessionDraft, findings: Findings): { name: string }[] {
  const names = draft.speakers.map((name) => plainLine(name, NAME_LENGTH).text).filter((name) => name !== "");
  if (names.length > MOST_SPEAKERS)
    findings.warn(
      "speakers left out",
      draft.path,
      `has ${names.length} speakers; the first ${MOST_SPEAKERS} are kept`,
    );
  return names.slice(0, MOST_SPEAKERS).map((name) => ({ name }));
}

function warnOfLanguage(draft: SessionDraft, fallbackLanguage: string, findings: Findings): void {
  const said =
    draft.language.trim() === ""
      ? "does not say its language"
      : `has the language ${quoted(draft.language)}, which is no language tag`;
  findings.warn(
    "sessions without a readable language",
    draft.path,
    `${said}; its words are kept as ${quoted(fallbackLanguage)}`,
  );
}
