import type { ImportedProgramme, ImportFinding } from "../contract/programme.ts";
import { assembleProgramme } from "./assemble.ts";
import { readC3vocJsonV1 } from "./c3voc/c3voc-json-v1.ts";
import { readC3vocJsonV2 } from "./c3voc/c3voc-json-v2.ts";
import { isObject } from "./c3voc/json-fields.ts";
import { readJson } from "./c3voc/json-text.ts";
import { Findings, quoted } from "./findings.ts";
import { readFrabXml, refuseXmlDialect } from "./frab/frab-xml.ts";
import { readXml } from "./frab/xml-tree.ts";
import { readICalendar } from "./icalendar/icalendar.ts";
import type { ProgrammeDraft } from "./session-draft.ts";
import { decodeText } from "./text/decode-text.ts";

export type ProgrammeFormat = "c3voc-json-v1" | "c3voc-json-v2" | "frab-xml" | "icalendar";

export type ImportOutcome =
  | {
      readonly ok: true;
      readonly format: ProgrammeFormat;
      readonly programme: ImportedProgramme;
      readonly warnings: ImportFinding[];
    }
  | { readonly ok: false; readonly errors: ImportFinding[]; readonly warnings: ImportFinding[] };

interface Recognised {
  readonly format: ProgrammeFormat;
  readonly draft: ProgrammeDraft;
}

const EXPECTED =
  "expected was a programme: c3voc schedule JSON (version 1 or 2), frab or pretalx schedule XML, or iCalendar";

/**
 * The programme in a file, told by its content and not by its name. All or nothing: a file with any fault
 * is refused with all of them (200 listed, the rest counted). Throws for no input, and the same bytes always
 * give the same outcome.
 */
export function importProgramme(bytes: Uint8Array): ImportOutcome {
  const findings = new Findings();
  const recognised = recognise(bytes, findings);
  const programme =
    recognised === undefined || findings.failed ? undefined : assembleProgramme(recognised.draft, findings);
  const warnings = findings.warnings();
  if (recognised === undefined || programme === undefined || findings.failed)
    return { ok: false, errors: findings.errors(), warnings };
  return { ok: true, format: recognised.format, programme, warnings };
}

function recognise(bytes: Uint8Array, findings: Findings): Recognised | undefined {
  const decoded = decodeText(bytes);
  if (!decoded.ok) {
    findings.error("", `${decoded.message}; ${EXPECTED}`);
    return undefined;
  }
  if (decoded.encoding === "UTF-16")
    findings.warn("encoding", "", "is UTF-16; it was read, but programmes are UTF-8");
  const text = decoded.text.replace(/^\ufeff/, "").trimStart();
  if (text === "") findings.error("", `is empty; ${EXPECTED}`);
  else if (/^[{[/]/.test(text)) return recogniseJson(decoded.text, findings);
  else if (text.startsWith("<")) return recogniseXml(text, findings);
  else if (/^BEGIN:/i.test(text)) {
    const draft = readICalendar(decoded.text, findings);
    return draft && { format: "icalendar", draft };
  } else findings.error("line 1", `starts with ${quoted(text.slice(0, 60))}; ${EXPECTED}`);
  return undefined;
}

function recogniseJson(text: string, findings: Findings): Recognised | undefined {
  const json = readJson(text, findings);
  if (json === undefined) return undefined;
  const schedule = isObject(json.value) ? json.value.schedule : undefined;
  if (isObject(schedule) && schedule.events !== undefined)
    return { format: "c3voc-json-v2", draft: readC3vocJsonV2(schedule, findings) };
  if (isObject(schedule) && isObject(schedule.conference) && schedule.conference.days !== undefined)
    return { format: "c3voc-json-v1", draft: readC3vocJsonV1(schedule, findings) };
  findings.error(
    schedule === undefined ? "" : "schedule",
    `is JSON, but of no dialect known here (${shapeOf(isObject(schedule) ? schedule : json.value)}); expected was schedule.conference.days (c3voc schedule, version 1) or schedule.events (version 2)`,
  );
  return undefined;
}

/** XML must start at its first character, so that blanks before the declaration are forgiven here. */
function recogniseXml(text: string, findings: Findings): Recognised | undefined {
  if (/^<(?:!doctype\s+)?html\b/i.test(text)) {
    findings.error("", `is a web page, perhaps of a sign-in or an error; ${EXPECTED}`);
    return undefined;
  }
  const root = readXml(text, findings);
  if (root === undefined) return undefined;
  if (root.name !== "schedule") {
    refuseXmlDialect(root, findings);
    return undefined;
  }
  const draft = readFrabXml(root, findings);
  return draft && { format: "frab-xml", draft };
}

function shapeOf(value: unknown): string {
  if (!isObject(value)) return Array.isArray(value) ? "a list" : "a single value";
  const names = Object.keys(value);
  if (names.length === 0) return "an empty object";
  return `an object with ${names.slice(0, 6).map(quoted).join(", ")}${names.length > 6 ? ", …" : ""}`;
}
