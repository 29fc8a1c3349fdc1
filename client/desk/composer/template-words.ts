/** What the templates write, in the languages that they speak. An event's other languages are left to people. */
import type { Fields } from "./form-details.ts";

export interface Written {
  readonly headline: string;
  readonly body: string;
}

export interface TemplateWords {
  readonly shuttle: (answers: Fields) => Written;
  readonly found: (answers: Fields) => Written;
  readonly allClear: (headline: string) => string;
  readonly publishedBy: (publisher: string) => string;
  readonly won: (competition: string, winners: readonly string[]) => string;
  readonly now: (what: string, is: string) => string;
  readonly was: (what: string) => string;
}

/** The pieces that have something in them, one after the other. */
const joined = (
  ...pieces: readonly (readonly [value: string | undefined, say: (value: string) => string])[]
) =>
  pieces
    .flatMap(([value, say]) => (value === undefined || value.trim() === "" ? [] : [say(value.trim())]))
    .join("");

const nnbsp = "\u202f";

const tables: Readonly<Record<string, TemplateWords>> = {
  en: {
    shuttle: ({ line, stop, departs, until }) => ({
      headline: `Shuttle${joined([line, (it) => ` ${it}`], [stop, (it) => ` from ${it}`], [departs, (it) => ` at ${it}`])}`,
      body: joined([until, (it) => `Runs until ${it}.`]),
    }),
    found: ({ item, place, collect }) => ({
      headline: joined([item, (it) => `Found: ${it}`]),
      body: joined([place, (it) => `Found at: ${it}. `], [collect, (it) => `Collect it at: ${it}.`]).trim(),
    }),
    allClear: (headline) => `All clear: ${headline}`,
    publishedBy: (publisher) => `Published by ${publisher}.`,
    won: (competition, winners) =>
      `${competition}: ${winners.join(", ")} ${winners.length > 1 ? "win" : "wins"}`,
    now: (what, is) => `${what}: now ${is}`,
    was: (what) => `Was: ${what}.`,
  },
  zh: {
    shuttle: ({ line, stop, departs, until }) => ({
      headline: `接驳车${joined([line, (it) => ` ${it}`])}${joined([departs, (it) => `，${it} 发车`], [stop, (it) => `，乘车点：${it}`])}`,
      body: joined([until, (it) => `末班车时间：${it}。`]),
    }),
    found: ({ item, place, collect }) => ({
      headline: joined([item, (it) => `失物招领：${it}`]),
      body: joined([place, (it) => `拾获地点：${it}。`], [collect, (it) => `领取地点：${it}。`]),
    }),
    allClear: (headline) => `警报解除：${headline}`,
    publishedBy: (publisher) => `发布方：${publisher}。`,
    won: (competition, winners) => `${competition}：${winners.join("、")}获得第一名`,
    now: (what, is) => `${what}：改为${is}`,
    was: (what) => `原为：${what}。`,
  },
  fr: {
    shuttle: ({ line, stop, departs, until }) => ({
      headline: `Navette${joined([line, (it) => ` ${it}`], [stop, (it) => ` au départ de ${it}`], [departs, (it) => ` à ${it}`])}`,
      body: joined([until, (it) => `Circule jusqu’à ${it}.`]),
    }),
    found: ({ item, place, collect }) => ({
      headline: joined([item, (it) => `Objet trouvé${nnbsp}: ${it}`]),
      body: joined(
        [place, (it) => `Trouvé${nnbsp}: ${it}. `],
        [collect, (it) => `À retirer${nnbsp}: ${it}.`],
      ).trim(),
    }),
    allClear: (headline) => `Fin d’alerte${nnbsp}: ${headline}`,
    publishedBy: (publisher) => `Publié par ${publisher}.`,
    won: (competition, winners) =>
      `${competition}${nnbsp}: ${winners.join(", ")} ${winners.length > 1 ? "l’emportent" : "l’emporte"}`,
    now: (what, is) => `${what}${nnbsp}: désormais ${is}`,
    was: (what) => `Auparavant${nnbsp}: ${what}.`,
  },
  es: {
    shuttle: ({ line, stop, departs, until }) => ({
      headline: `Autobús lanzadera${joined([line, (it) => ` ${it}`], [stop, (it) => ` desde ${it}`], [departs, (it) => `, salida ${it}`])}`,
      body: joined([until, (it) => `Servicio hasta las ${it}.`]),
    }),
    found: ({ item, place, collect }) => ({
      headline: joined([item, (it) => `Objeto encontrado: ${it}`]),
      body: joined([place, (it) => `Lugar: ${it}. `], [collect, (it) => `Recogida: ${it}.`]).trim(),
    }),
    allClear: (headline) => `Fin de la alerta: ${headline}`,
    publishedBy: (publisher) => `Publicado por ${publisher}.`,
    won: (competition, winners) =>
      `${competition}: ${winners.length > 1 ? "ganan" : "gana"} ${winners.join(", ")}`,
    now: (what, is) => `${what}: ahora ${is}`,
    was: (what) => `Antes: ${what}.`,
  },
  de: {
    shuttle: ({ line, stop, departs, until }) => ({
      headline: `Shuttle${joined([line, (it) => ` ${it}`], [stop, (it) => ` ab ${it}`], [departs, (it) => ` um ${it} Uhr`])}`,
      body: joined([until, (it) => `Verkehrt bis ${it} Uhr.`]),
    }),
    found: ({ item, place, collect }) => ({
      headline: joined([item, (it) => `Gefunden: ${it}`]),
      body: joined([place, (it) => `Fundort: ${it}. `], [collect, (it) => `Abholung: ${it}.`]).trim(),
    }),
    allClear: (headline) => `Entwarnung: ${headline}`,
    publishedBy: (publisher) => `Herausgegeben von ${publisher}.`,
    won: (competition, winners) =>
      `${competition}: ${winners.join(", ")} ${winners.length > 1 ? "gewinnen" : "gewinnt"}`,
    now: (what, is) => `${what}: jetzt ${is}`,
    was: (what) => `Bisher: ${what}.`,
  },
};

const primaryOf = (language: string): string => language.split("-")[0]!.toLowerCase();

/** The templates' words in a language, or undefined: then people write it. */
export const templateWordsIn = (language: string): TemplateWords | undefined => tables[primaryOf(language)];
