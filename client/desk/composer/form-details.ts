/** The details of each kind and the calls to action, as fields and back. Pure. */
import type { Action, Kind } from "../../../server/contract/announcement.ts";

export type Fields = Readonly<Record<string, string>>;

export interface FormAction {
  readonly for: Action["for"];
  readonly label: Fields;
  readonly url: string;
}

export interface PodiumRow {
  readonly place: string;
  readonly name: string;
  readonly affiliation: string;
  readonly country: string;
}

/** What people do in one zone instead, in each language. */
export interface ZoneInstruction {
  readonly zone: string;
  readonly instruction: Fields;
}

interface DetailFields {
  readonly kind: Kind;
  readonly release: Fields;
  readonly change: Fields;
  readonly urgent: Fields;
  readonly instruction: Fields;
  readonly zoneInstructions: readonly ZoneInstruction[];
  readonly competition: string;
  readonly podium: readonly PodiumRow[];
}

/** The empty fields of a form are absent from what it writes. */
const filled = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value.trim() === "" ? [] : [[name, value]])),
  );

const isEmpty = (fields: Fields): boolean => Object.keys(fields).length === 0;

export function actionsFrom(actions: readonly FormAction[]): Action[] {
  return actions.flatMap(({ for: whom, label, url }) => {
    const said = filled(label);
    if (isEmpty(said) && url.trim() === "") return [];
    return [{ for: whom, label: said, ...(url.trim() === "" ? {} : { url: url.trim() }) }];
  });
}

export const formActions = (actions: readonly Action[]): FormAction[] =>
  actions.map(({ for: whom, label, url }) => ({ for: whom, label, url: url ?? "" }));

export function detailsFrom(form: DetailFields): Record<string, unknown> | undefined {
  switch (form.kind) {
    case "release":
      return filled(form.release);
    case "programme-change":
      return filled(form.change);
    case "urgent": {
      const instruction = filled(form.instruction);
      const zoneInstructions = zonesWritten(form.zoneInstructions);
      return {
        ...filled(form.urgent),
        ...(isEmpty(instruction) ? {} : { instruction }),
        ...(zoneInstructions.length === 0 ? {} : { zoneInstructions }),
      };
    }
    case "result":
      return { ...filled({ competition: form.competition }), podium: podiumWritten(form.podium) };
    default:
      return undefined;
  }
}

/** A row in which nothing but its place stands is not written; one without a name is, and refused at that field. */
function podiumWritten(podium: readonly PodiumRow[]): Record<string, unknown>[] {
  return podium
    .filter(({ name, affiliation, country }) => `${name}${affiliation}${country}`.trim() !== "")
    .map(({ place, name, ...rest }) => ({ place: Number(place), name: name.trim(), ...filled({ ...rest }) }));
}

/** The row of the form at which the server's fault in a written row stands. */
export function podiumRowOf(written: number, podium: readonly PodiumRow[]): number {
  let seen = -1;
  return podium.findIndex(({ name, affiliation, country }) => {
    if (`${name}${affiliation}${country}`.trim() !== "") seen += 1;
    return seen === written;
  });
}

/** A zone of which nothing is said yet is not written: what is said everywhere holds there too. */
const zonesWritten = (rows: readonly ZoneInstruction[]): ZoneInstruction[] =>
  rows
    .map(({ zone, instruction }) => ({ zone, instruction: filled(instruction) }))
    .filter(({ instruction }) => !isEmpty(instruction));

/** Where the server has a row of the form; undefined: it is not written. */
export function writtenZoneAt(at: number, rows: readonly ZoneInstruction[]): number | undefined {
  const isWritten = ({ instruction }: ZoneInstruction): boolean => !isEmpty(filled(instruction));
  const row = rows[at];
  return row === undefined || !isWritten(row) ? undefined : rows.slice(0, at).filter(isWritten).length;
}

export const zoneInstructionsFrom = (told: unknown): ZoneInstruction[] =>
  Array.isArray(told) ? told.map(({ zone, instruction }) => ({ zone, instruction: { ...instruction } })) : [];

export function podiumFrom(podium: unknown): PodiumRow[] | undefined {
  if (!Array.isArray(podium) || podium.length === 0) return undefined;
  return podium.map((row) => ({
    name: row.name,
    affiliation: row.affiliation ?? "",
    country: row.country ?? "",
    place: String(row.place),
  }));
}

export const textFields = (details: Readonly<Record<string, unknown>>): Fields =>
  Object.fromEntries(
    Object.entries(details).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );

export const instructionFrom = (instruction: unknown, language: string): Fields =>
  typeof instruction === "string" ? { [language]: instruction } : ((instruction ?? {}) as Fields);
