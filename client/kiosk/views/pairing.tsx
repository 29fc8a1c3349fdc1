import { Figures } from "../../shared/parts/clock-time.tsx";
import { duration } from "../../shared/time.ts";
import type { ScreenWords } from "../state/speaking.ts";
import { Phrase } from "./both.tsx";
import { QrCode } from "./qr-code.tsx";
import { Foot, Head } from "./screen-parts.tsx";
import type { ScreenStore, Unpaired } from "./screen-store.ts";

const STEPS: readonly ((words: ScreenWords) => string)[] = [
  ({ openDesk }) => openDesk,
  ({ typeCode }) => typeCode,
  ({ nameIt }) => nameIt,
];

/** A new screen: the code that somebody types at the desk, and that it is the one once they look at it there. */
export function Pairing({ store, unpaired }: { store: ScreenStore; unpaired: Unpaired }) {
  const { code } = unpaired;
  const desk = `${location.origin}/desk#screens${code === undefined ? "" : `?code=${code.userCode}`}`;
  return (
    <main class={code?.isLookedAt ? "pair looked" : "pair"}>
      <Head store={store} />
      <section class="code">
        <p>
          <span class="line">
            <Phrase
              store={store}
              of={({ isTheOne, pairThis, connecting }) =>
                code === undefined ? connecting : code.isLookedAt ? isTheOne : pairThis
              }
            />
          </span>
          {code !== undefined && <TimeLeft store={store} untilMs={code.expiresAtMs} />}
        </p>
        {code !== undefined && <Code userCode={code.userCode} />}
      </section>
      <ol>
        {STEPS.map((step, at) => (
          <li key={at}>
            <b>{at + 1}</b>
            <Phrase store={store} of={step} />
          </li>
        ))}
        <li class="scan">
          <QrCode address={desk} label={store.speaking.value.said[0]?.pairOnPhone ?? ""} />
        </li>
      </ol>
      <Foot store={store} hasCode={false} />
    </main>
  );
}

const Code = ({ userCode }: { userCode: string }) => (
  <strong data-user-code={userCode}>
    {userCode.split("-").map((group, at) => (
      <>
        {at > 0 && <i />}
        <span>{group}</span>
      </>
    ))}
  </strong>
);

function TimeLeft({ store, untilMs }: { store: ScreenStore; untilMs: number }) {
  const leftMs = untilMs - store.now.value;
  if (!store.isTimeKnown.value || leftMs <= 0) return null;
  return (
    <span class="line">
      <Phrase store={store} of={({ validFor }) => validFor} />
      <span class="num">
        <Figures text={duration(leftMs)} />
      </span>
    </span>
  );
}
