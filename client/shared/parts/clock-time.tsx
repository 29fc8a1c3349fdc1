import { clockTime } from "../time.ts";

/** The face's tabular colon is as wide as a digit, so colons stand apart. */
export function Figures({ text }: { text: string }) {
  return (
    <>
      {text.split(":").map((part, at) => (
        <>
          {at > 0 && <i>:</i>}
          {part}
        </>
      ))}
    </>
  );
}

/** One instant as the clock at the venue shows it. */
export const ClockTime = ({ at, zone }: { at: number; zone: string }) => (
  <time dateTime={new Date(at).toISOString()}>
    <Figures text={clockTime(at, zone)} />
  </time>
);
