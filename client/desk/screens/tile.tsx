import { useMemo } from "preact/hooks";
import type { DeskKiosk } from "../../../server/contract/desk-kiosk.ts";
import { Icon } from "../../shared/parts/icon.tsx";
import { language } from "../../shared/words/words.ts";
import { Glass, type GlassText } from "./glass.tsx";
import { sayBytes, sayOffset } from "./say.ts";
import { sayTrouble } from "./trouble-words.ts";
import { type Concern, isOtherBuild } from "./wall.ts";
import { isUpright } from "./what-shows.ts";
import { type ScreensWords, screensWords } from "./words.ts";

export interface TileProps {
  readonly kiosk: DeskKiosk;
  readonly concern: Concern;
  readonly commonBuild: string | undefined;
  readonly glass: GlassText;
  /** Of its zone and hall. */
  readonly place: string;
  /** Since when it is as it is. */
  readonly since: string;
  readonly onOpen: (id: string) => void;
}

/** Of five hundred tiles only those are drawn again whose screen has changed. */
export function Tile(props: TileProps) {
  const { kiosk, concern, commonBuild, glass, place, since } = props;
  const tongue = language.value;
  return useMemo(
    () => <Drawn {...props} />,
    [kiosk, concern, commonBuild, glass.says, glass.time, glass.look, place, since, tongue],
  );
}

function Drawn({ kiosk, concern, commonBuild, glass, place, since, onOpen }: TileProps) {
  const words = screensWords.value;
  const isAway = kiosk.state !== "connected";
  return (
    <li
      class={isAway ? "tile lost" : "tile"}
      data-screen={kiosk.id}
      data-state={kiosk.state}
      data-concern={concern}
    >
      <Glass text={glass} isUpright={isUpright(kiosk)} />
      <button type="button" class="what" onClick={() => onOpen(kiosk.id)}>
        {kiosk.name}
      </button>
      <p class="state">
        {isAway && <Icon name={kiosk.state === "stopped" ? "urgent" : "unplugged"} />}
        {stateLine(words, kiosk.state, since)}
      </p>
      {place !== "" && <p>{place}</p>}
      <Troubles kiosk={kiosk} />
      <Facts kiosk={kiosk} commonBuild={commonBuild} />
    </li>
  );
}

export const stateLine = (words: ScreensWords, state: DeskKiosk["state"], since: string): string => {
  const lines = {
    connected: words.connectedSince,
    offline: words.awaySince,
    waiting: words.pairedAt,
    stopped: words.stoppedAt,
  };
  return lines[state](since);
};

/** Of one that is away they are what it said before it went: that is in its sheet. */
function Troubles({ kiosk: { state, health } }: { kiosk: DeskKiosk }) {
  const words = screensWords.value;
  if (state !== "connected") return null;
  const setAside = health?.setAside ?? 0;
  const said = [
    ...(health?.faults ?? []).map(({ code, detail }) => sayTrouble(code, detail)),
    ...(setAside > 0 ? [words.setAside(setAside)] : []),
  ];
  if (said.length === 0) return null;
  return (
    <ul class="troubles">
      {said.map((trouble) => (
        <li key={trouble}>
          <Icon name="urgent" />
          {trouble}
        </li>
      ))}
    </ul>
  );
}

/** What is the same on most screens, so that it stands small. */
function Facts({ kiosk: { state, health }, commonBuild }: Pick<TileProps, "kiosk" | "commonBuild">) {
  if (health === undefined || state !== "connected") return null;
  const words = screensWords.value;
  const tongue = language.value;
  const { build, storage, clock, queued = 0 } = health;
  const isOther = isOtherBuild(build, commonBuild);
  const said = [
    ...(build === undefined || isOther ? [] : [words.version(shortBuild(build))]),
    ...(storage?.usedBytes === undefined ? [] : [words.stored(sayBytes(storage.usedBytes, tongue))]),
    ...(clock?.isTrusted === false ? [words.clockUnsure] : []),
    ...(clock?.offsetMs === undefined ? [] : [words.clockOff(sayOffset(clock.offsetMs, tongue))]),
    ...(queued > 0 ? [words.queued(queued)] : []),
  ];
  return (
    <>
      {isOther && build !== undefined && (
        <p class="other-build">
          <Icon name="undo" />
          {words.otherVersion(shortBuild(build))}
        </p>
      )}
      {said.length > 0 && <p class="facts">{said.join(" · ")}</p>}
    </>
  );
}

const BUILD_CHARACTERS = 10;
export const shortBuild = (build: string): string => build.slice(0, BUILD_CHARACTERS);
