/**
 * Reasons at hand for a withdrawal. Readers of every language see
 * the one that is given, so it can say it in each. Pure.
 */
import { isSameLanguage } from "../../shared/words/languages.ts";

export const REASON_MAX = 500;

const reasons: readonly Readonly<Record<string, string>>[] = [
  {
    en: "Sent by mistake.",
    zh: "误发。",
    fr: "Envoyé par erreur.",
    ar: "أُرسل بالخطأ.",
    es: "Enviado por error.",
    ru: "Отправлено по ошибке.",
  },
  {
    en: "It contained an error; a corrected announcement follows.",
    zh: "内容有误，更正后将重新发布。",
    fr: "Contenait une erreur ; une annonce corrigée suit.",
    ar: "تضمّن خطأً، وسيُنشر إعلان مصحّح.",
    es: "Contenía un error; seguirá un anuncio corregido.",
    ru: "Содержало ошибку; следует исправленное объявление.",
  },
  {
    en: "No longer valid.",
    zh: "已不再适用。",
    fr: "N’est plus valable.",
    ar: "لم يعد سارياً.",
    es: "Ya no es válido.",
    ru: "Больше не действует.",
  },
  {
    en: "Published too early.",
    zh: "发布过早。",
    fr: "Publié trop tôt.",
    ar: "نُشر قبل أوانه.",
    es: "Publicado antes de tiempo.",
    ru: "Опубликовано слишком рано.",
  },
];

const wordingIn = (reason: Readonly<Record<string, string>>, language: string): string | undefined =>
  reason[Object.keys(reason).find((tag) => isSameLanguage(tag, language)) ?? ""];

/**
 * Each reason as a button says it and as it is filled in: in one language, or in all of the event's that
 * have it, the first one first.
 */
export const reasonsFor = (
  shownIn: string,
  languages: readonly string[],
): readonly { readonly label: string; readonly reason: string }[] =>
  reasons.map((reason) => {
    const said = languages
      .map((language) => wordingIn(reason, language))
      .filter((text) => text !== undefined);
    const all = [...new Set(said)];
    return {
      label: wordingIn(reason, shownIn) ?? reason.en!,
      reason: (all.length === 0 ? [reason.en!] : all).join(" · "),
    };
  });
