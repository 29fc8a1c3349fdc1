/** Where this browser keeps things for the desk: for good, and for as long as this window is there. */
import type { Shelf } from "../composer/kept-forms.ts";

const OPEN = "fanfare.desk.open";

const nowhere: Shelf = {
  length: 0,
  key: () => null,
  getItem: () => null,
  setItem: () => {
    throw new Error("nothing can be kept here");
  },
  removeItem: () => {},
};

export function devicePlace(): {
  readonly shelf: Shelf;
  remember(name: string): void;
  remembered(): string | undefined;
} {
  return {
    shelf: tried(() => localStorage) ?? nowhere,
    remember: (name) => void tried(() => sessionStorage.setItem(OPEN, name)),
    remembered: () => tried(() => sessionStorage.getItem(OPEN)) ?? undefined,
  };
}

/** Runs it later, unless what it answers is called before. */
export function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
