import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import type { DeskStore } from "../state/desk-store.ts";

export interface Fetched {
  /** With all its revisions; what was fetched last stays while it is fetched again. */
  readonly item: DeskAnnouncement | undefined;
  readonly hasFailed: boolean;
  again(): void;
}

/** The announcement with all its revisions, fetched again whenever it has changed. */
export function useRevisions(store: DeskStore, id: string | undefined): Fetched {
  const item = useSignal<DeskAnnouncement | undefined>(undefined);
  const hasFailed = useSignal(false);
  const asked = useSignal(0);
  const changedAt = id === undefined ? undefined : store.openItem.value?.changedAt;
  useEffect(() => {
    if (id === undefined) return;
    let isGone = false;
    void store.asking<DeskAnnouncement>(`/api/v1/desk/announcements/${id}`).then((answer) => {
      if (isGone) return;
      hasFailed.value = !answer.ok;
      if (answer.ok) item.value = answer.body;
    });
    return () => {
      isGone = true;
    };
  }, [id, changedAt, asked.value]);
  return {
    item: item.value?.id === id ? item.value : undefined,
    hasFailed: hasFailed.value,
    again: () => {
      asked.value++;
    },
  };
}
