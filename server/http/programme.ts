/** The programme: as JSON, and as a calendar to subscribe to. */
import { programmeSchema } from "../contract/programme.ts";
import { programmeToICalendar } from "../programme/icalendar-export.ts";
import type { HttpDeps } from "./deps.ts";
import { tagOf } from "./etag.ts";
import { PUBLIC_CACHE } from "./headers.ts";
import { whenLoaded } from "./loaded.ts";
import { JSON_TYPE, publicRoute, type Reply, type Route } from "./route.ts";

const CALENDAR_TYPE = "text/calendar; charset=utf-8";

type Deps = Pick<HttpDeps, "view" | "directory" | "clock" | "site">;

export function programmeRoutes(deps: Deps): Route[] {
  const { view } = deps;
  const json = once((): string => JSON.stringify(deps.directory.programme));
  const calendar = once((): string => calendarOf(deps));
  return [
    publicRoute({
      method: "get",
      path: "/api/v1/programme",
      summary: "The whole programme",
      answers: { 200: { description: "The programme and its revision.", schema: programmeSchema } },
      refusals: ["not_loaded"],
      handle: () => whenLoaded(view, () => encoded(JSON_TYPE, json, tag(deps))),
    }),
    publicRoute({
      method: "get",
      path: "/programme.ics",
      summary: "The programme as iCalendar",
      answers: { 200: { description: "A calendar.", type: CALENDAR_TYPE } },
      refusals: ["not_loaded"],
      handle: () => whenLoaded(view, () => encoded(CALENDAR_TYPE, calendar, tag(deps))),
    }),
  ];
}

const tag = ({ view, directory }: Deps): string =>
  tagOf(view.state.cursor.epoch, directory.programme.revision, directory.eventVersion);

const encoded = (type: string, text: (tag: string) => string, etag: string): Reply => ({
  type,
  text: text(etag),
  headers: PUBLIC_CACHE,
  etag,
  revalidates: true,
});

/** A programme may come to megabytes, so it is encoded once for as long as its tag stays. */
function once(encode: () => string): (tag: string) => string {
  let last = { tag: "", text: "" };
  return (tag) => {
    if (last.tag !== tag) last = { tag, text: encode() };
    return last.text;
  };
}

function calendarOf({ directory, clock, site }: Deps): string {
  const { event, programme } = directory;
  const language = event.languages[0]!;
  const halls = new Map(event.halls.map(({ id, name }) => [id, name[language] ?? Object.values(name)[0]]));
  return programmeToICalendar(programme.sessions, {
    name: event.name[language] ?? "",
    timeZone: event.timeZone,
    hallName: (id) => halls.get(id),
    language,
    publicUrl: site.origin,
    now: new Date(clock.nowMs()),
    sequence: programme.revision,
  });
}
