import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import type { AnnouncementReceipts } from "../../../server/contract/desk-kiosk.ts";
import { Figures } from "../../shared/parts/clock-time.tsx";
import { language } from "../../shared/words/words.ts";
import { Refusal } from "../parts/form-field.tsx";
import { sayShown } from "../screens/screen-facts.ts";
import { useSayTime } from "../screens/wall-view.tsx";
import { screensWords } from "../screens/words.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { type DisplayReport, displayReport, type Lacking } from "./proof.ts";
import { proofWords } from "./proof-words.ts";

/** Proof of display of what is open: on which screens it has been, and which lack it. */
export function ProofPane({ store }: { store: DeskStore }) {
  const words = proofWords.value;
  const item = store.openItem.value;
  const { receipts, problem } = useReceipts(store, item);
  if (item === undefined) return null;
  const report =
    receipts === undefined ? undefined : displayReport(receipts, item.revision, store.screens.all.value);
  return (
    <section class="proof" aria-labelledby="proof-title">
      <h3 id="proof-title">{words.title}</h3>
      <Refusal problem={problem} />
      {report === undefined ? (
        <p class="hint" role="status">
          {words.loading}
        </p>
      ) : (
        <>
          <p class="proof-line" role="status">
            <ProofLine store={store} item={item} report={report} />
          </p>
          <LackingList store={store} lacking={report.lacking} />
          <ShownTable store={store} item={item} report={report} />
        </>
      )}
    </section>
  );
}

/** Asked again when the desk is told that it has been on another screen, and when it was corrected. */
function useReceipts(store: DeskStore, item: DeskAnnouncement | undefined) {
  const held = useSignal<{ readonly id: string; readonly receipts: AnnouncementReceipts } | undefined>(
    undefined,
  );
  const problem = useSignal<Problem | undefined>(undefined);
  const id = item?.id;
  const count = id === undefined ? undefined : store.screens.shown.value.get(id);
  useEffect(() => {
    if (id === undefined) return;
    let isGone = false;
    void store.asking<AnnouncementReceipts>(`/api/v1/desk/announcements/${id}/receipts`).then((answer) => {
      if (isGone) return;
      problem.value = answer.ok ? undefined : answer.problem;
      if (answer.ok) held.value = { id, receipts: answer.body };
    });
    return () => {
      isGone = true;
    };
  }, [id, item?.revision, item?.state, count?.revision, count?.screens, store.screens.standing.value.length]);
  return {
    receipts: held.value?.id === id ? held.value?.receipts : undefined,
    problem: problem.value,
  };
}

interface ReportProps {
  readonly store: DeskStore;
  readonly item: DeskAnnouncement;
  readonly report: DisplayReport;
}

/** "Shown on 41 of 43 screens, 2 offline since 10:32" */
function ProofLine({ store, item, report }: ReportProps) {
  const words = proofWords.value;
  const sayTime = useSayTime(store);
  const { shown, expected, offline, offlineSinceMs, lacking } = report;
  if (item.state === "withdrawn") return <>{words.wasShown(shown)}</>;
  if (expected === 0) return <>{item.surfaces.includes("kiosk") ? words.nobody : words.nowhere}</>;
  const since = offlineSinceMs === undefined ? "" : sayTime(offlineSinceMs);
  const sinces = new Set(
    lacking
      .filter(({ state }) => state === "offline")
      .map(({ sinceMs }) => Math.floor((sinceMs ?? 0) / 60_000)),
  );
  const away = sinces.size > 1 ? words.offlineFirst : words.offlineSince;
  const parts = [words.shownOn(shown, expected), ...(offline > 0 ? [away(offline, since)] : [])];
  return <>{parts.join(language.value === "zh" ? "，" : ", ")}</>;
}

function LackingList({ store, lacking }: { store: DeskStore; lacking: readonly Lacking[] }) {
  const words = proofWords.value;
  const sayTime = useSayTime(store);
  if (lacking.length === 0) return null;
  return (
    <section aria-labelledby="proof-lacking">
      <h4 id="proof-lacking">{words.lacking}</h4>
      <ul class="lacking">
        {lacking.map(({ kioskId, name, state, sinceMs }) => (
          <li key={kioskId} data-state={state}>
            <b>{name}</b> <span>{words.states[state](sinceMs === undefined ? "" : sayTime(sinceMs))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ShownTable({ store, item, report: { shownOn } }: ReportProps) {
  const words = proofWords.value;
  const sayTime = useSayTime(store);
  if (shownOn.length === 0) return null;
  return (
    <table class="shown-on">
      <caption>{words.shownTitle}</caption>
      <thead>
        <tr>
          {(["screen", "revision", "first", "counted"] as const).map((column) => (
            <th key={column} scope="col">
              {words.columns[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shownOn.map((receipt) => {
          const isOld = receipt.revision !== item.revision;
          const counted = sayShown(receipt, screensWords.value, language.value);
          return (
            <tr key={`${receipt.kioskId} ${receipt.revision}`} class={isOld ? "old" : undefined}>
              <th scope="row">{receipt.name || receipt.kioskId}</th>
              <td class="num">
                {receipt.revision}
                {isOld && <span class="hush"> {words.older}</span>}
              </td>
              <td>
                <time dateTime={receipt.shownAt}>
                  <Figures text={sayTime(Date.parse(receipt.shownAt))} />
                </time>
              </td>
              <td>
                {[...(receipt.hiddenAt === undefined ? [words.stillThere] : []), counted]
                  .filter(Boolean)
                  .join(", ")}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
