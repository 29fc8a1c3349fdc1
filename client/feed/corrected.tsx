import { useSignal } from "@preact/signals";
import type { Announcement, Text } from "../../server/contract/announcement.ts";
import { textIn } from "../shared/languages.ts";
import { ClockTime } from "../shared/parts/clock-time.tsx";
import { language, words } from "../shared/words.ts";
import type { ItemStore } from "./feed-store.ts";

interface PublicRevision {
  readonly revision: number;
  readonly text?: Text;
}

/** That it was corrected, and when. What it said before is fetched when somebody wants to know. */
export function Corrected({ store, item }: { store: ItemStore; item: Announcement }) {
  const before = useSignal<readonly PublicRevision[] | undefined>(undefined);
  const fetchBefore = async (event: { currentTarget: HTMLDetailsElement }) => {
    if (!event.currentTarget.open || before.peek() !== undefined) return;
    const answer = await fetch(`/api/v1/announcements/${item.id}`).catch(() => undefined);
    const { revisions } = answer?.ok ? ((await answer.json()) as { revisions?: PublicRevision[] }) : {};
    if (revisions !== undefined) before.value = revisions.filter(({ revision }) => revision < item.revision);
  };
  const previous = before.value?.reduce<PublicRevision | undefined>(
    (latest, revision) => (latest && latest.revision > revision.revision ? latest : revision),
    undefined,
  );
  const now = textIn(item, language.value, store.defaultLanguages.value);
  const was = previous?.text && textIn({ text: previous.text }, language.value, store.defaultLanguages.value);
  return (
    <details class="corrected" onToggle={fetchBefore} data-corrected>
      <summary>
        {words.value.corrected} <ClockTime at={Date.parse(item.correctedAt!)} zone={store.timeZone.value} />
      </summary>
      {was && (
        <>
          {words.value.correctedFrom} {was.headline !== now.headline && <del>{was.headline}</del>}{" "}
          {was.body !== now.body && <del>{was.body}</del>}
        </>
      )}
      {before.value?.length === 0 && words.value.correctedGone}
    </details>
  );
}
