/**
 * What Fanfare itself says of the programme, in the six languages of the United Nations and German. An
 * event's other languages get the English words around their own titles.
 */
import type { Words } from "../contract/forms.ts";

export interface ProgrammeWords {
  readonly now: (title: string) => string;
  readonly inMinutes: (minutes: number, title: string) => string;
  readonly watchLive: string;
  readonly moved: GroupWords;
  readonly removed: GroupWords;
  readonly added: GroupWords;
  /** The last line of a list that would be too long. */
  readonly more: (count: number) => string;
}

interface GroupWords {
  readonly one: (title: string) => string;
  readonly many: (count: number) => string;
}

const group = (label: string, many: (count: number) => string): GroupWords => ({
  one: (title) => `${label}${title}`,
  many,
});

/** French sets a narrow no-break space before a colon. */
const colon = "\u202f: ";

const tables: Readonly<Record<string, ProgrammeWords>> = {
  en: {
    now: (title) => `Now: ${title}`,
    inMinutes: (minutes, title) => `In ${minutes} ${minutes === 1 ? "minute" : "minutes"}: ${title}`,
    watchLive: "Watch live",
    moved: group("Moved: ", (count) => `${count} sessions moved`),
    removed: group("Cancelled: ", (count) => `${count} sessions cancelled`),
    added: group("Added: ", (count) => `${count} sessions added`),
    more: (count) => `… and ${count} more`,
  },
  zh: {
    now: (title) => `现在：${title}`,
    inMinutes: (minutes, title) => `${minutes} 分钟后：${title}`,
    watchLive: "观看直播",
    moved: group("时间或地点变更：", (count) => `${count} 个场次的时间或地点有变更`),
    removed: group("已取消：", (count) => `${count} 个场次已取消`),
    added: group("新增：", (count) => `新增 ${count} 个场次`),
    more: (count) => `……另有 ${count} 项`,
  },
  fr: {
    now: (title) => `Maintenant${colon}${title}`,
    inMinutes: (minutes, title) => `Dans ${minutes} ${minutes < 2 ? "minute" : "minutes"}${colon}${title}`,
    watchLive: "Regarder en direct",
    moved: group(`Changement d’horaire ou de salle${colon}`, (count) => `${count} séances déplacées`),
    removed: group(`Annulé${colon}`, (count) => `${count} séances annulées`),
    added: group(`Nouveau${colon}`, (count) => `${count} nouvelles séances`),
    more: (count) => `… et ${count} de plus`,
  },
  es: {
    now: (title) => `Ahora: ${title}`,
    inMinutes: (minutes, title) => `En ${minutes} ${minutes === 1 ? "minuto" : "minutos"}: ${title}`,
    watchLive: "Ver en directo",
    moved: group("Cambio de hora o sala: ", (count) => `${count} sesiones con cambio de hora o sala`),
    removed: group("Cancelado: ", (count) => `${count} sesiones canceladas`),
    added: group("Nuevo: ", (count) => `${count} sesiones nuevas`),
    more: (count) => `… y ${count} más`,
  },
  ru: {
    now: (title) => `Сейчас: ${title}`,
    inMinutes: (minutes, title) => {
      const forms = { one: "минуту", few: "минуты" } as Record<string, string>;
      return `Через ${minutes} ${forms[pluralOf("ru", minutes)] ?? "минут"}: ${title}`;
    },
    watchLive: "Смотреть трансляцию",
    moved: group("Перенос: ", (count) => `Перенесено заседаний: ${count}`),
    removed: group("Отменено: ", (count) => `Отменено заседаний: ${count}`),
    added: group("Добавлено: ", (count) => `Добавлено заседаний: ${count}`),
    more: (count) => `… и ещё ${count}`,
  },
  ar: {
    now: (title) => `الآن: ${title}`,
    inMinutes: (minutes, title) => {
      const forms = {
        one: "دقيقة واحدة",
        two: "دقيقتين",
        few: `${minutes} دقائق`,
      } as Record<string, string>;
      return `بعد ${forms[pluralOf("ar", minutes)] ?? `${minutes} دقيقة`}: ${title}`;
    },
    watchLive: "شاهد البث المباشر",
    moved: group("تغيير الموعد أو القاعة: ", (count) => `جلسات تغيّر موعدها أو قاعتها: ${count}`),
    removed: group("أُلغيت: ", (count) => `جلسات ملغاة: ${count}`),
    added: group("أُضيفت: ", (count) => `جلسات مضافة: ${count}`),
    more: (count) => `… و${count} أخرى`,
  },
  de: {
    now: (title) => `Jetzt: ${title}`,
    inMinutes: (minutes, title) => `In ${minutes} ${minutes === 1 ? "Minute" : "Minuten"}: ${title}`,
    watchLive: "Live ansehen",
    moved: group("Verlegt: ", (count) => `${count} Veranstaltungen verlegt`),
    removed: group("Abgesagt: ", (count) => `${count} Veranstaltungen abgesagt`),
    added: group("Neu: ", (count) => `${count} neue Veranstaltungen`),
    more: (count) => `… und ${count} weitere`,
  },
};

function pluralOf(language: string, count: number): string {
  return new Intl.PluralRules(language).select(count);
}

const primary = (language: string): string => language.split("-")[0]!.toLowerCase();

/** Whether there are words of our own in a language. */
export const speaks = (language: string): boolean => tables[primary(language)] !== undefined;

export const wordsIn = (language: string): ProgrammeWords => tables[primary(language)] ?? tables.en!;

/** What is said in a language, or in another form of it (`zh` for `zh-Hans`). */
export function inLanguage(words: Words, language: string): string | undefined {
  if (words[language] !== undefined) return words[language];
  return Object.entries(words).find(([known]) => primary(known) === primary(language))?.[1];
}

/** The best there is: the language, the event's default, or whatever the programme file has. */
export function bestIn(words: Words, language: string, defaultLanguage: string): string {
  return inLanguage(words, language) ?? inLanguage(words, defaultLanguage) ?? Object.values(words)[0] ?? "";
}

/** At most `max` UTF-16 units, cut between characters, with an ellipsis where something was cut. */
export function clipped(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length > max - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
