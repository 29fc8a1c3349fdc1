import { useSignal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import { words } from "../../shared/words/words.ts";
import { UrgentAlerts } from "../cards/urgent-alerts.tsx";
import type { FeedStore } from "../feed-store.ts";
import { LiveRegions } from "../stream/live-regions.tsx";
import { closeView, followAddress, opened, type ViewName } from "./opened.ts";
import { Sheet } from "./sheet.tsx";

export type View = FunctionComponent<{ store: FeedStore }>;

const loaders: Readonly<Record<ViewName, () => Promise<{ readonly view: View }>>> = {
  programme: () => import("./programme-view.tsx"),
  search: () => import("./search-view.tsx"),
  settings: () => import("./settings-view.tsx"),
};

// Loaded when an address names a view for the first time.
followAddress();

/** What lies over the feed, loaded when it is opened for the first time. Danger stays in sight above it. */
export function OpenedView({ store }: { store: FeedStore }) {
  const name = opened.value;
  if (name === undefined) return null;
  return (
    <Sheet key={name} label={words.value.views[name]} onClose={closeView}>
      <UrgentAlerts store={store} within={name} />
      <Loaded name={name} store={store} />
      <LiveRegions store={store} />
    </Sheet>
  );
}

function Loaded({ name, store }: { name: ViewName; store: FeedStore }) {
  const view = useSignal<View | "failed" | undefined>(undefined);
  const load = async () => {
    view.value = undefined;
    try {
      const [loaded, { loadViewWords }] = await Promise.all([loaders[name](), import("./words.ts")]);
      await loadViewWords();
      const { view: drawn } = loaded;
      view.value = drawn;
    } catch {
      view.value = "failed";
    }
  };
  useEffect(() => void load(), []);
  const said = words.value;
  if (view.value === undefined)
    return (
      <p class="waiting" role="status">
        {said.oneMoment}
      </p>
    );
  if (view.value === "failed")
    return (
      <p class="waiting" role="alert">
        {said.notFetched}{" "}
        <button type="button" class="button" onClick={load}>
          {said.again}
        </button>
      </p>
    );
  const Drawn = view.value;
  return <Drawn store={store} />;
}
