import { SaxesParser } from "saxes";
import type { Findings } from "../findings.ts";

/** One element of a document. `text` is its own, not that of the elements within. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const DEEPEST = 100;

/** Thrown to leave the parser at the first fault, after which it would only guess. */
class Stop extends Error {}

/**
 * The root element of an XML text, or undefined after naming what is not well-formed, with line and column.
 *
 * No document type is honoured: it is passed over with a warning, nothing is ever fetched for it, and an
 * entity that it declares is a fault where it is used, so that none can be expanded into a bomb.
 */
export function readXml(text: string, findings: Findings): XmlElement | undefined {
  const parser = new SaxesParser();
  const open: OpenElement[] = [{ name: "", attributes: {}, children: [], text: "" }];
  const stop = (message: string) => {
    findings.error(
      `line ${parser.line}, column ${parser.columnIndex + 1}`,
      `is not well-formed XML: ${message}`,
    );
    throw new Stop();
  };

  parser.on("error", (error) => stop(error.message.replace(/^\d+:\d+: /, "")));
  parser.on("doctype", () =>
    findings.warn(
      "document types",
      `line ${parser.line}`,
      "the document type was passed over, with any entities it declares",
    ),
  );
  parser.on("opentag", ({ name, attributes }) => {
    if (open.length > DEEPEST) stop(`nested deeper than ${DEEPEST} elements`);
    const element: OpenElement = { name, attributes, children: [], text: "" };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", (part) => {
    open.at(-1)!.text += part;
  });
  parser.on("cdata", (part) => {
    open.at(-1)!.text += part;
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof Stop) return undefined;
    throw error;
  }
  return open[0]!.children[0];
}

export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text of the first child of that name, trimmed; "" when there is none. */
export function childText(element: XmlElement | undefined, name: string): string {
  return element?.children.find((child) => child.name === name)?.text.trim() ?? "";
}

export function attribute(element: XmlElement, name: string): string {
  return Object.hasOwn(element.attributes, name) ? element.attributes[name]!.trim() : "";
}
