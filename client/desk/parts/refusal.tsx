/** What was refused, above the form: what happened, what to do, and each fault with the way to its field. */
import { useEffect, useRef } from "preact/hooks";
import { language } from "../../shared/words/words.ts";
import type { FieldProblem, Problem } from "../state/desk-api.ts";
import { faultWords, labelOf, sayFault, sayRefusal } from "./fault-words.ts";
import { fieldAt, focusField } from "./field-focus.ts";

interface RefusalProps {
  readonly problem: Problem | undefined;
  /** A page's own names of its fields, where they are not those of everywhere. */
  readonly labels?: Readonly<Record<string, string>>;
}

export function Refusal({ problem, labels = {} }: RefusalProps) {
  const summary = useRef<HTMLDivElement>(null);
  // On a long form, or a phone, the button that was pressed is far below what is said here.
  useEffect(() => summary.current?.scrollIntoView({ block: "nearest" }), [problem]);
  if (problem === undefined) return null;
  const { title, todo } = sayRefusal(problem);
  return (
    <div ref={summary} class="refusal" role="alert" data-code={problem.code}>
      <p>
        <b>{title}</b>
      </p>
      <p>{todo}</p>
      <Detail problem={problem} title={title} />
      {problem.errors.length > 0 && (
        <ul>
          {problem.errors.map((fault) => (
            <Fault
              key={`${fault.path} ${fault.message}`}
              fault={fault}
              label={labels[fault.path] ?? labelOf(fault.path)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

/** The server's own sentence, in English, where it says more than the code does. */
function Detail({ problem: { detail, errors, code }, title }: { problem: Problem; title: string }) {
  const isKnown = code in faultWords.value.refusals;
  const saysMore = errors.length === 0 && /\s/.test(detail) && !detail.startsWith(title);
  if (!saysMore || (isKnown && (language.value !== "en" || !telling.has(code)))) return null;
  const sentence = `${detail.charAt(0).toUpperCase()}${detail.slice(1)}${/[.!?]$/.test(detail) ? "" : "."}`;
  return (
    <p class="detail" lang="en">
      {sentence}
    </p>
  );
}

/** Codes that stand for many reasons: the sentence tells which. */
const telling: ReadonlySet<string> = new Set(["forbidden", "not_allowed_in_state", "invalid_json"]);

function Fault({ fault, label }: { fault: FieldProblem; label: string }) {
  const { path } = fault;
  const says = sayFault(fault);
  const goes = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Where its field is not on the page there is no way to it.
    if (goes.current) goes.current.disabled = fieldAt(document, path) === undefined;
  });
  return (
    <li>
      {label !== "" && (
        <button type="button" ref={goes} class="plain" onClick={() => focusField(document, path)}>
          {label}
        </button>
      )}{" "}
      {says}
    </li>
  );
}
