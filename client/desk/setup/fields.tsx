import { directionOf, ownNameOf } from "../../shared/words/languages.ts";
import { Faults, TextArea, TextField } from "../parts/form-field.tsx";
import type { Problem } from "../state/desk-api.ts";
import type { Names } from "./event-form.ts";
import { setupWords } from "./words.ts";

/** What may be longer than this gets more room, but stays one line to the server. */
const LINE = 200;

interface NamesProps {
  readonly label: string;
  readonly names: Names;
  readonly onNames: (names: Names) => void;
  readonly languages: readonly string[];
  readonly path: string;
  readonly problem: Problem | undefined;
  /** Longest that the server takes. */
  readonly longest?: number;
  /** Nothing of it must be there. */
  readonly optional?: boolean;
}

/** The same words in every language of the event, and in any other in which they are there already. */
export function NamesFields({
  label,
  names,
  onNames,
  languages,
  path,
  problem,
  longest = 200,
  optional = false,
}: NamesProps) {
  const all = [...new Set([...languages, ...Object.keys(names)])];
  return (
    <div class="tongues">
      {all.map((language, at) => {
        const field = {
          label: all.length === 1 ? label : setupWords.value.in(label, ownNameOf(language)),
          value: names[language] ?? "",
          onValue: (text: string) => onNames(withName(names, language, text, languages)),
          path: `${path}.${language}`,
          problem,
          lang: language,
          dir: directionOf(language),
          required: at === 0 && !optional,
          maxLength: longest,
        };
        return longest > LINE ? (
          <TextArea key={language} rows={3} {...field} />
        ) : (
          <TextField key={language} {...field} />
        );
      })}
      <WholeFault path={path} problem={problem} />
    </div>
  );
}

/** What is wrong with the names together: none at all, or none in the first language. */
function WholeFault({ path, problem }: { path: string; problem: Problem | undefined }) {
  const errors = (problem?.errors ?? []).filter((fault) => fault.path === path);
  if (problem === undefined || errors.length === 0) return null;
  return <Faults path={path} problem={{ ...problem, errors }} />;
}

function withName(names: Names, language: string, text: string, languages: readonly string[]): Names {
  const line = text.replace(/[\r\n]+/g, " ");
  // One that the event does not have keeps its field while it is being emptied.
  if (line !== "" || !languages.includes(language)) return { ...names, [language]: line };
  const { [language]: _, ...others } = names;
  return others;
}

interface VenueTimeProps {
  readonly labels: readonly [day: string, clock: string];
  /** `2022-11-09T08:00` */
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly path: string;
  readonly problem: Problem | undefined;
}

/** A day, and a time of 24 hours whatever the browser would make of it: so it stands on the signs. */
export function VenueTime({ labels: [day, clock], value, onValue, path, problem }: VenueTimeProps) {
  const [date = "", time = ""] = value.split("T");
  const shared = { path, problem: undefined };
  return (
    <div class="venue-time">
      <TextField
        {...shared}
        label={day}
        type="date"
        value={date}
        onValue={(text) => onValue(`${text}T${time}`)}
      />
      <ClockField {...shared} label={clock} value={time} onValue={(text) => onValue(`${date}T${text}`)} />
      <Faults path={path} problem={problem} />
    </div>
  );
}

interface ClockProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly path: string;
  readonly problem: Problem | undefined;
}

export const ClockField = (props: ClockProps) => (
  <TextField {...props} placeholder="00:00" autocomplete="off" />
);
