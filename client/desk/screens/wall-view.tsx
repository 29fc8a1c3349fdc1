import { type Signal, useComputed } from "@preact/signals";
import { useId, useMemo } from "preact/hooks";
import type { DeskKiosk } from "../../../server/contract/desk-kiosk.ts";
import { dayOf } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";
import { nameIn } from "../composer/writing.ts";
import { ZoneOptions } from "../parts/place-options.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { glassText } from "./glass.tsx";
import { type SayTime, sayMoment } from "./say.ts";
import { Tile } from "./tile.tsx";
import { useHeldOrder } from "./use-held-order.ts";
import {
  commonBuildOf,
  concernOf,
  everything,
  filteredWall,
  inWallOrder,
  isNarrowed,
  NO_ZONE,
  type WallFilter,
} from "./wall.ts";
import { whatShows } from "./what-shows.ts";
import { screensWords } from "./words.ts";

/** From here on there is something to look for. */
const MANY = 6;

export interface WallProps {
  readonly store: DeskStore;
  readonly filter: Signal<WallFilter>;
  readonly onOpen: (id: string) => void;
}

/** Every screen, as it is now. */
export function WallView({ store, filter, onOpen }: WallProps) {
  const words = screensWords.value;
  const kiosks = store.screens.all.value;
  const event = store.event.value;
  const tongue = language.value;
  const sayTime = useSayTime(store);
  const fresh = useMemo(() => inWallOrder(kiosks.values(), tongue), [kiosks, tongue]);
  const { ordered, holds } = useHeldOrder(fresh);
  const common = useMemo(() => commonBuildOf(kiosks.values()), [kiosks]);
  const places = useMemo(() => placesIn(store), [event]);
  const shown = filteredWall(ordered, filter.value, {
    zones: event?.zones ?? [],
    placeWords: places.words,
  });
  const items = store.items.all.value;
  return (
    <>
      {(kiosks.size > MANY || isNarrowed(filter.value)) && (
        <Tools store={store} filter={filter} found={shown.length} all={kiosks.size} />
      )}
      <ul class="wall" {...holds}>
        {shown.map((kiosk) => (
          <Tile
            key={kiosk.id}
            kiosk={kiosk}
            concern={concernOf(kiosk, common)}
            commonBuild={common}
            glass={glassText(
              store,
              whatShows(kiosk, (id) => items.get(id)),
              sayTime,
            )}
            place={places.nameOf(kiosk)}
            since={sayTime(Date.parse(kiosk.since))}
            onOpen={onOpen}
          />
        ))}
      </ul>
      {shown.length === 0 && <p class="none">{words.nothing}</p>}
    </>
  );
}

/** Says times as they are read today; drawn again when the day at the venue is another, not each second. */
export function useSayTime(store: DeskStore): (atMs: number) => string {
  const today = useComputed(() => dayOf(store.now.value, store.timeZone.value)).value;
  const said: SayTime = { zone: store.timeZone.value, language: language.value, today };
  return (atMs) => sayMoment(atMs, said);
}

/** Where screens stand, by name. */
export function placesIn(store: DeskStore) {
  const event = store.event.value;
  const zones = new Map(event?.zones.map(({ id, name }) => [id, name]));
  const halls = new Map(event?.halls.map(({ id, name }) => [id, name]));
  const place = ({ zone, hall }: Pick<DeskKiosk, "zone" | "hall">) => ({
    zone: zone === undefined ? undefined : (zones.get(zone) ?? { und: zone }),
    hall: hall === undefined ? undefined : (halls.get(hall) ?? { und: hall }),
  });
  return {
    nameOf: (kiosk: Pick<DeskKiosk, "zone" | "hall">): string => {
      const { zone, hall } = place(kiosk);
      const said = [hall, zone].map((name) => (name === undefined ? "" : nameIn(store, name)));
      return [...new Set(said)].filter(Boolean).join(" · ");
    },
    words: (kiosk: DeskKiosk): string => {
      const { zone, hall } = place(kiosk);
      return [zone, hall].flatMap((name) => Object.values(name ?? {})).join("\n");
    },
  };
}

interface ToolsProps {
  readonly store: DeskStore;
  readonly filter: Signal<WallFilter>;
  readonly found: number;
  readonly all: number;
}

const states = ["connected", "offline", "waiting", "stopped", "faulty", "otherBuild"] as const;

function Tools({ store, filter, found, all }: ToolsProps) {
  const id = useId();
  const words = screensWords.value;
  const { query, zone, state } = filter.value;
  const put = (change: Partial<WallFilter>) => {
    filter.value = { ...filter.value, ...change };
  };
  const hasZones = (store.event.value?.zones.length ?? 0) > 0;
  return (
    <search class="wall-tools">
      <div class="field">
        <label for={`${id}-find`}>{words.find}</label>
        <input
          id={`${id}-find`}
          type="search"
          value={query}
          onInput={(event) => put({ query: event.currentTarget.value })}
        />
      </div>
      {hasZones && (
        <div class="field">
          <label for={`${id}-zone`}>{words.zone}</label>
          <select
            id={`${id}-zone`}
            value={zone}
            onChange={(event) => put({ zone: event.currentTarget.value })}
          >
            <option value="">{words.allZones}</option>
            <ZoneOptions store={store} />
            <option value={NO_ZONE}>{words.noZone}</option>
          </select>
        </div>
      )}
      <div class="field">
        <label for={`${id}-state`}>{words.state}</label>
        <select
          id={`${id}-state`}
          value={state}
          onChange={(event) => put({ state: event.currentTarget.value as WallFilter["state"] })}
        >
          <option value="">{words.anyState}</option>
          {states.map((each) => (
            <option key={each} value={each}>
              {words.states[each]}
            </option>
          ))}
        </select>
      </div>
      <p class="found" role="status">
        {isNarrowed(filter.value) && (
          <>
            {words.shownOf(found, all)}{" "}
            <button type="button" class="plain" onClick={() => (filter.value = everything)}>
              {words.showAll}
            </button>
          </>
        )}
      </p>
    </search>
  );
}
