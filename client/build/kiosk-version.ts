/**
 * What makes a version of the page for screens: a name that tells every byte of it, written into the page itself; a
 * guard of its start that stands apart from it; and the list of its files for the worker that keeps them.
 */
import { createHash } from "node:crypto";
import type { Plugin } from "vite";

export interface KioskVersion {
  readonly plugin: Plugin;
  /** Known once the page is built. */
  readonly built: () => { readonly build: string; readonly files: readonly string[] };
}

export function kioskVersion(guard: string): KioskVersion {
  let build = "";
  let files: readonly string[] = [];
  let reference = "";
  const plugin: Plugin = {
    name: "fanfare:kiosk-version",
    buildStart() {
      reference = this.emitFile({ type: "chunk", id: guard, name: "guard" });
    },
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        const names = Object.keys(bundle ?? {}).filter((name) => name.startsWith("assets/"));
        files = names.map((name) => `/${name}`).sort();
        build = createHash("sha256").update(`${html}\n${files.join()}`).digest("base64url").slice(0, 12);
        const guardFile = names.find((name) => /^assets\/guard-/.test(name));
        return [
          { tag: "meta", attrs: { name: "build", content: build }, injectTo: "head" },
          // Before all that it guards.
          { tag: "script", attrs: { type: "module", src: `/${guardFile}` }, injectTo: "head-prepend" },
        ];
      },
    },
    writeBundle() {
      if (build === "" || reference === "") throw new Error("the page for screens has no name");
    },
  };
  return { plugin, built: () => ({ build, files }) };
}
