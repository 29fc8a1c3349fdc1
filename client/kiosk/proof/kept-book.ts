/** The book of what was shown, on the device: read at the start, and each changed record written as it changes. */
import { createStore, delMany, entries, setMany } from "idb-keyval";
import type { Book, BookRecord } from "./receipt-book.ts";

/** A page that writes nothing for so long may lose so much of a count. */
const WRITE_MS = 1_000;

export interface KeptBook {
  readonly read: Book;
  /** Within a second. */
  write(book: Book): void;
  settled(): Promise<void>;
}

/** Where the device will not keep it, it is kept for as long as the page lives. */
export async function openKeptBook(onFault: (reason: string) => void): Promise<KeptBook> {
  const store = createStore("fanfare-receipts", "receipts");
  let written: Book = new Map();
  let wanted: Book = written;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> = Promise.resolve();
  try {
    written = new Map(await entries<string, BookRecord>(store));
  } catch (error) {
    onFault(String(error));
  }

  async function save(): Promise<void> {
    timer = undefined;
    const book = wanted;
    const changed = [...book].filter(([key, record]) => written.get(key) !== record);
    const gone = [...written.keys()].filter((key) => !book.has(key));
    try {
      if (changed.length > 0) await setMany(changed, store);
      if (gone.length > 0) await delMany(gone, store);
      written = book;
    } catch (error) {
      onFault(String(error));
    }
  }

  return {
    read: written,
    write(book) {
      wanted = book;
      timer ??= setTimeout(() => {
        writing = writing.then(save);
      }, WRITE_MS);
    },
    settled: async () => {
      if (timer !== undefined) {
        clearTimeout(timer);
        writing = writing.then(save);
      }
      await writing;
    },
  };
}
