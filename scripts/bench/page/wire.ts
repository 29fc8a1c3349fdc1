/** What a browser loads, as it came over the wire: compressed bodies, without the headers. */
import type { CDPSession } from "@playwright/test";

export type Sort = "html" | "css" | "js" | "font" | "other";

export interface Transfer {
  readonly url: string;
  readonly sort: Sort;
  /** On the browser's own clock, in seconds. */
  readonly askedAt: number;
  readonly bytes: number;
}

export interface Wire {
  readonly transfers: readonly Transfer[];
  /** When a message over the socket first held this text; undefined until it did. */
  heardAt(text: string): number | undefined;
}

const SORTS: Readonly<Record<string, Sort>> = {
  Document: "html",
  Stylesheet: "css",
  Script: "js",
  Font: "font",
};

export function watchWire(cdp: CDPSession): Wire {
  const asked = new Map<string, { url: string; sort: Sort; askedAt: number; headBytes: number }>();
  const transfers: Transfer[] = [];
  const heard: { at: number; text: string }[] = [];
  cdp.on("Network.requestWillBeSent", ({ requestId, request: { url }, type = "", timestamp }) => {
    // The words of a language are code to whoever waits for them.
    const sort = /\/words-[^/]*\.json$/.test(url) ? "js" : (SORTS[type] ?? "other");
    asked.set(requestId, { url, sort, askedAt: timestamp, headBytes: 0 });
  });
  cdp.on("Network.responseReceived", ({ requestId, response }) => {
    const request = asked.get(requestId);
    if (request !== undefined) request.headBytes = response.encodedDataLength;
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const request = asked.get(requestId);
    if (request === undefined) return;
    const { headBytes, ...rest } = request;
    transfers.push({ ...rest, bytes: Math.max(0, encodedDataLength - headBytes) });
  });
  cdp.on("Network.webSocketFrameReceived", ({ timestamp, response }) => {
    heard.push({ at: timestamp, text: response.payloadData });
  });
  return { transfers, heardAt: (text) => heard.find((message) => message.text.includes(text))?.at };
}
