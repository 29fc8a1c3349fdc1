/** How a screen is set up, as the fields of a form and back. Pure. */
import type {
  ClaimBody,
  DayPart,
  KioskChange,
  KioskSettings,
  Layout,
  Orientation,
} from "../../../server/contract/kiosk.ts";
import { saysTheSame } from "../../../server/core/fingerprint.ts";
import { ownFault } from "../parts/fault-words.ts";
import type { FieldProblem } from "../state/desk-api.ts";

export const layouts = ["foyer", "door", "stage", "ticker"] as const satisfies readonly Layout[];
export const orientations = [
  "natural",
  "landscape",
  "portrait",
  "landscape-secondary",
  "portrait-secondary",
] as const satisfies readonly Orientation[];
export const dayPartShows = [...layouts, "quiet"] as const satisfies readonly DayPart["shows"][];

export interface FormDayPart {
  readonly from: string;
  readonly to: string;
  /** 1 is Monday; none: every day. */
  readonly days: readonly number[];
  readonly shows: DayPart["shows"];
}

export interface SettingsForm {
  readonly name: string;
  readonly zone: string;
  readonly hall: string;
  readonly layout: Layout;
  readonly orientation: Orientation;
  /** The first stands above, or comes first. */
  readonly languages: readonly string[];
  readonly languageMode: KioskSettings["languageMode"];
  readonly hours: KioskSettings["hours"];
  readonly dayParts: readonly FormDayPart[];
  readonly isDimmed: boolean;
  readonly night: { readonly from: string; readonly to: string; readonly brightness: string };
}

const NIGHT = { from: "22:00", to: "06:00", brightness: "40" };
export const emptyPart: FormDayPart = { from: "12:00", to: "13:00", days: [], shows: "quiet" };
export const NAME_MAX = 100;
export const LANGUAGES_MOST = 8;
export const PARTS_MOST = 20;

/** Of a new one: a list in the event's first two languages, as long as the house is open. */
export const newSettings = (languages: readonly string[]): SettingsForm => ({
  name: "",
  zone: "",
  hall: "",
  layout: "foyer",
  orientation: "natural",
  languages: languages.slice(0, 2),
  languageMode: "together",
  hours: "event",
  dayParts: [],
  isDimmed: false,
  night: NIGHT,
});

export const settingsFrom = (kiosk: KioskSettings): SettingsForm => ({
  name: kiosk.name,
  zone: kiosk.zone ?? "",
  hall: kiosk.hall ?? "",
  layout: kiosk.layout,
  orientation: kiosk.orientation,
  languages: kiosk.languages,
  languageMode: kiosk.languageMode,
  hours: kiosk.hours,
  dayParts: kiosk.dayParts.map(({ from, to, days = [], shows }) => ({ from, to, days, shows })),
  isDimmed: kiosk.night !== undefined,
  night: kiosk.night === undefined ? NIGHT : { ...kiosk.night, brightness: String(kiosk.night.brightness) },
});

/** `9:05` is `09:05`; what is no time stays, for the server to say so at its field. */
const clock = (text: string): string => {
  const [, hours, minutes] = /^(\d{1,2})[:.hH]?(\d\d)$/.exec(text.trim()) ?? [];
  return hours === undefined ? text.trim() : `${hours.padStart(2, "0")}:${minutes}`;
};

/** The whole of it. What is not chosen is null: nothing of it is to stay. */
export function changeOf(form: SettingsForm): Required<KioskChange> {
  const { name, zone, hall, dayParts, isDimmed, night, languages, ...rest } = form;
  const { layout, orientation, languageMode, hours } = rest;
  return {
    name: name.trim(),
    zone: zone === "" ? null : zone,
    hall: hall === "" ? null : hall,
    layout,
    orientation,
    languages: [...languages],
    languageMode,
    hours,
    dayParts: dayParts.map(({ from, to, days, shows }) => ({
      from: clock(from),
      to: clock(to),
      ...(days.length === 0 || days.length === 7 ? {} : { days: [...days].sort() }),
      shows,
    })),
    night: isDimmed
      ? { from: clock(night.from), to: clock(night.to), brightness: Number(night.brightness) }
      : null,
  };
}

export type SettingName = keyof KioskChange;

/** Only what differs from how it was: a colleague's change of something else stays. */
export function changeFrom(form: SettingsForm, was: SettingsForm): KioskChange {
  const [is, before] = [changeOf(form), changeOf(was)];
  const changed = Object.entries(is).filter(
    ([name, value]) => !saysTheSame(value, before[name as SettingName]),
  );
  return Object.fromEntries(changed) as KioskChange;
}

export const isChanged = (form: SettingsForm, was: SettingsForm): boolean =>
  Object.keys(changeFrom(form, was)).length > 0;

/** A new screen with its settings; or one in the place of another, which keeps all that is set of that. */
export function claimOf(userCode: string, form: SettingsForm, replaces: string): ClaimBody {
  if (replaces !== "") return { userCode, replaces };
  const set = Object.entries(changeOf(form)).filter(([, value]) => value !== null);
  return { userCode, ...Object.fromEntries(set) };
}

export interface Rebased {
  /** Mine over theirs. */
  readonly form: SettingsForm;
  /** What they changed and I did not: it is shown now. */
  readonly taken: readonly SettingName[];
  /** What both changed differently: mine stands, theirs is what would be lost. */
  readonly both: readonly SettingName[];
}

/** Somebody else changed it while it was being changed here. */
export function rebased(mine: SettingsForm, base: SettingsForm, theirs: SettingsForm): Rebased {
  const [my, their] = [changeFrom(mine, base), changeFrom(theirs, base)];
  const names = Object.keys(their) as SettingName[];
  const both = names.filter((name) => name in my && !saysTheSame(my[name], their[name]));
  const settings = Object.fromEntries(
    Object.entries({ ...changeOf(theirs), ...my }).filter(([, value]) => value !== null),
  );
  return {
    form: settingsFrom(settings as unknown as KioskSettings),
    taken: names.filter((name) => !(name in my)),
    both,
  };
}

/** What the page finds wrong by itself, at the fields at which the server would. */
export function settingsFaults({ name, languages, dayParts, isDimmed, night }: SettingsForm): FieldProblem[] {
  const notClock = (path: string, text: string): FieldProblem[] =>
    /^([01]\d|2[0-3]):[0-5]\d$/.test(clock(text)) ? [] : [ownFault(path, "bad_clock_time")];
  return [
    ...(name.trim() === "" ? [ownFault("name", "required")] : []),
    ...(languages.length === 0 ? [ownFault("languages", "too_few", { min: 1 })] : []),
    ...dayParts.flatMap(({ from, to }, at) => [
      ...notClock(`dayParts.${at}.from`, from),
      ...notClock(`dayParts.${at}.to`, to),
    ]),
    ...(isDimmed ? [...notClock("night.from", night.from), ...notClock("night.to", night.to)] : []),
  ];
}
