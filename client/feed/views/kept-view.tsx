import { useSignal, useSignalEffect } from "@preact/signals";
import type { PushKept } from "../../../server/contract/push.ts";
import { dayName } from "../../shared/time.ts";
import { language, words } from "../../shared/words/words.ts";
import { keptThere, stopPush, wishes } from "../device/push-client.ts";
import type { FeedStore } from "../feed-store.ts";
import { forgetDevice, namesKept } from "./kept-here.ts";
import { viewWords } from "./words.ts";

/** Everything that this device keeps, by name, and how to be rid of it. */
export function KeptHere({ store }: { store: FeedStore }) {
  const said = viewWords.value;
  const isStuck = useSignal(false);
  const names = useSignal<readonly string[]>([]);
  useSignalEffect(() => {
    // Whenever one of them may have come or gone.
    void [store.attendance.value, store.starred.sessions.value, wishes.value];
    void namesKept().then((kept) => (names.value = kept));
  });
  const forget = async () => {
    isStuck.value = !(await stopPush());
    if (isStuck.peek()) return;
    await forgetDevice();
    location.replace("/");
  };
  return (
    <>
      <ul>
        {names.value.map((name) => (
          <li key={name}>{said.keptNames[name as keyof typeof said.keptNames] ?? name}</li>
        ))}
      </ul>
      <p class="acts">
        <button type="button" class="button" onClick={forget}>
          {said.forgetAll}
        </button>
        <span role="status">{isStuck.value && said.push.failed}</span>
      </p>
    </>
  );
}

/** All that the server keeps about this reader: what web push needs, and nothing where that is not wanted. */
export function KeptThere() {
  const said = viewWords.value;
  const kept = useSignal<PushKept | "failed" | undefined>(undefined);
  const look = () =>
    keptThere().then(
      (told) => (kept.value = told),
      () => (kept.value = "failed"),
    );
  useSignalEffect(() => {
    void wishes.value;
    void look();
  });
  if (kept.value === "failed") return <p>{words.value.notFetched}</p>;
  if (kept.value === undefined) return <p>{said.nothingThere}</p>;
  const { service, createdAt } = kept.value;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <p>{said.keptAddress(service, dayName(Date.parse(createdAt), zone, language.value))}</p>
      <p class="acts">
        <button type="button" class="button" onClick={() => void stopPush().then(look)}>
          {said.deleteThere}
        </button>
      </p>
    </>
  );
}
