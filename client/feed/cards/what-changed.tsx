/** What the last correction changed, word by word. On demand: few readers look. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Announcement } from "../../../server/contract/announcement.ts";
import { markOf } from "../../shared/parts/words-in.tsx";
import { textIn } from "../../shared/words/languages.ts";
import { language, words } from "../../shared/words/words.ts";
import type { ItemStore } from "../feed-store.ts";
import { wordChanges } from "./word-changes.ts";

export interface WhatChangedProps {
  readonly store: ItemStore;
  readonly item: Announcement;
}

/** The revision before; null where it is no longer public, undefined where it could not be had. */
async function fetchBefore(item: Announcement): Promise<Announcement | null | undefined> {
  try {
    const answer = await fetch(`/api/v1/announcements/${item.id}`);
    if (!answer.ok) return undefined;
    const { revisions = [] } = (await answer.json()) as { revisions?: readonly Announcement[] };
    const earlier = revisions.filter(({ revision }) => revision < item.revision);
    return earlier.sort((a, b) => b.revision - a.revision)[0] ?? null;
  } catch {
    return undefined;
  }
}

export function WhatChanged({ store, item }: WhatChangedProps) {
  const before = useSignal<Announcement | null | undefined>(undefined);
  useEffect(() => {
    void fetchBefore(item).then((found) => (before.value = found));
  }, [item, before]);
  const was = before.value;
  if (was === undefined) return null;
  if (was === null) return <p>{words.value.correctedGone}</p>;
  const [old, now] = [was, item].map((each) => textIn(each, language.value, store.defaultLanguages.value));
  const parts = (["headline", "body"] as const).filter((part) => old![part] !== now![part]);
  if (parts.length === 0) return <p>{words.value.correctedElse}</p>;
  const mark = markOf(now!.language);
  return (
    <>
      {parts.map((part) => (
        <p key={part} {...mark}>
          {wordChanges(old![part], now![part], now!.language).map(({ change, text }) => {
            if (change === "same") return text;
            return change === "removed" ? <del>{text}</del> : <ins>{text}</ins>;
          })}
        </p>
      ))}
    </>
  );
}
