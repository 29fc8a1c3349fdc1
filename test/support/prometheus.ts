/** What a scrape said, as a test asks for it. */

/** `name` or `name{label="value",…}` with labels in any order; undefined where it is not there. */
export function valueIn(text: string, name: string, labels: Readonly<Record<string, string>> = {}) {
  return samplesOf(text).find(
    (sample) =>
      sample.name === name && JSON.stringify(sorted(sample.labels)) === JSON.stringify(sorted(labels)),
  )?.value;
}

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export function samplesOf(text: string): Sample[] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, name = "", labels = "", value = ""] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text]);
      return { name, labels: Object.fromEntries(pairs), value: Number(value) };
    });
}

const sorted = (labels: Readonly<Record<string, string>>) => Object.entries(labels).sort();

/** The names that Prometheus knows, of a histogram that of its parts' family. */
export const familiesOf = (text: string): string[] =>
  [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name!);
