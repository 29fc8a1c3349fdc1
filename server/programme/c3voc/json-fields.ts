import type { Findings } from "../findings.ts";
import { quoted } from "../findings.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads the fields of one JSON object of a schedule. What is absent or null is "" or an empty list; what is
 * of another kind than the field should be is an error that names its path.
 */
export class JsonFields {
  readonly path: string;
  readonly #object: JsonObject;
  readonly #findings: Findings;

  constructor(object: JsonObject, path: string, findings: Findings) {
    this.#object = object;
    this.path = path;
    this.#findings = findings;
  }

  /** The first of these fields that has a text. Numbers are as good, as organisers write ids and minutes so. */
  text(...names: string[]): string {
    for (const name of names) {
      const value = this.get(name);
      if (typeof value === "string" && value.trim() !== "") return value.trim();
      if (typeof value === "number") return String(value);
      if (value !== undefined && typeof value !== "string")
        this.fault(name, `must be text, but is ${quoted(value)}`);
    }
    return "";
  }

  /** A text, or an object of texts by language, of which `language` or else the first is taken. */
  localText(name: string, language: string): string {
    const value = this.get(name);
    if (!isObject(value)) return this.text(name);
    const words = new JsonFields(value, `${this.path}.${name}`, this.#findings);
    return words.text(language, ...Object.keys(value));
  }

  /** A text, or an object that has a name or slug. */
  nameOf(name: string): string {
    const value = this.get(name);
    if (!isObject(value)) return this.text(name);
    return new JsonFields(value, `${this.path}.${name}`, this.#findings).text("name", "en", "slug");
  }

  /** The objects of a list, those that are none named as faults. */
  objects(name: string): JsonFields[] {
    return this.list(name).flatMap((item, index) => {
      const path = `${this.path}.${name}[${index}]`;
      if (isObject(item)) return [new JsonFields(item, path, this.#findings)];
      this.#findings.error(path, `must be an object, but is ${quoted(item)}`);
      return [];
    });
  }

  list(name: string): readonly unknown[] {
    const value = this.get(name);
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.fault(name, `must be a list, but is ${quoted(value)}`);
    return [];
  }

  /** The fields of an object within; of an empty one, with the fault named, when it is not there. */
  object(name: string): JsonFields {
    const value = this.get(name);
    if (!isObject(value))
      this.fault(name, value === undefined ? "is missing" : `must be an object, but is ${quoted(value)}`);
    return new JsonFields(isObject(value) ? value : {}, `${this.path}.${name}`, this.#findings);
  }

  entries(): [string, unknown][] {
    return Object.entries(this.#object);
  }

  /** Undefined also for null, and for what the object only inherits. */
  get(name: string): unknown {
    return Object.hasOwn(this.#object, name) ? (this.#object[name] ?? undefined) : undefined;
  }

  fault(name: string, message: string): void {
    this.#findings.error(`${this.path}.${name}`, message);
  }
}
