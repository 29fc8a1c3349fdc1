import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import type { Announcement } from "../../../server/contract/announcement.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { words } from "../../shared/words/words.ts";
import type { ItemStore } from "../feed-store.ts";
import type { WhatChangedProps } from "./what-changed.tsx";

/** That it was corrected, and when. What changed is fetched when somebody wants to know. */
export function Corrected({ store, item }: { store: ItemStore; item: Announcement }) {
  const open = useSignal<ComponentType<WhatChangedProps> | undefined>(undefined);
  const show = async (event: { currentTarget: HTMLDetailsElement }) => {
    if (event.currentTarget.open) open.value = (await import("./what-changed.tsx")).WhatChanged;
  };
  const WhatChanged = open.value;
  return (
    <details class="corrected" onToggle={show} data-corrected>
      <summary>
        {words.value.corrected} <ClockTime at={Date.parse(item.correctedAt!)} zone={store.timeZone.value} />
      </summary>
      {WhatChanged && <WhatChanged key={item.revision} store={store} item={item} />}
    </details>
  );
}
