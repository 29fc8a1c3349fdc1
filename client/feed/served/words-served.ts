/**
 * What the server alone says: to other programs of a page, and
 * where there is no page to draw. Never sent as script.
 */
export interface ServedWords {
  /** Of the feed, for search engines and previews of links. */
  readonly about: (event: string) => string;
  /** In the place of a withdrawn announcement's headline. */
  readonly withdrawn: string;
  readonly notFound: string;
  readonly notFoundHint: string;
  readonly toFeed: string;
  readonly loading: string;
  readonly loadingHint: string;
}

const en: ServedWords = {
  about: (event) =>
    `Live from ${event}: announcements, results and programme changes as they happen, for those in the halls and at home.`,
  withdrawn: "Withdrawn announcement",
  notFound: "There is no such announcement",
  notFoundHint: "The link may be incomplete, or what it led to is not public.",
  toFeed: "To the live feed",
  loading: "One moment",
  loadingHint: "The feed cannot be shown just now. This page tries again by itself every few seconds.",
};

const zh: ServedWords = {
  about: (event) => `${event}现场直播：公告、赛果和日程变动实时更新，会场内外同步阅读。`,
  withdrawn: "已撤回的公告",
  notFound: "没有这条公告",
  notFoundHint: "链接可能不完整，或其内容尚未公开。",
  toFeed: "前往实时动态",
  loading: "请稍候",
  loadingHint: "暂时无法显示实时动态。本页每隔几秒会自动重试。",
};

const fr: ServedWords = {
  about: (event) =>
    `En direct de ${event} : annonces, résultats et changements de programme en temps réel, dans les salles comme à distance.`,
  withdrawn: "Annonce retirée",
  notFound: "Cette annonce n’existe pas",
  notFoundHint: "Le lien est peut-être incomplet, ou ce qu’il désigne n’est pas public.",
  toFeed: "Aller au fil en direct",
  loading: "Un instant",
  loadingHint:
    "Le fil ne peut pas être affiché pour le moment. Cette page réessaie d’elle-même toutes les quelques secondes.",
};

const es: ServedWords = {
  about: (event) =>
    `En directo desde ${event}: anuncios, resultados y cambios de programa al instante, para quienes están en las salas y quienes siguen desde casa.`,
  withdrawn: "Anuncio retirado",
  notFound: "Este anuncio no existe",
  notFoundHint: "Puede que el enlace esté incompleto o que su contenido no sea público.",
  toFeed: "Ir a la actualidad en directo",
  loading: "Un momento",
  loadingHint:
    "Ahora mismo no se pueden mostrar los anuncios. Esta página vuelve a intentarlo sola cada pocos segundos.",
};

const ru: ServedWords = {
  about: (event) =>
    `${event} в прямом эфире: объявления, результаты и изменения программы сразу, как только они появляются, — в залах и дома.`,
  withdrawn: "Отозванное объявление",
  notFound: "Такого объявления нет",
  notFoundHint: "Возможно, ссылка неполная или то, на что она ведёт, не опубликовано.",
  toFeed: "К ленте событий",
  loading: "Одну минуту",
  loadingHint: "Ленту сейчас нельзя показать. Страница сама повторит попытку через несколько секунд.",
};

const ar: ServedWords = {
  about: (event) =>
    `بث حي من ${event}: الإعلانات والنتائج وتغييرات البرنامج فور حدوثها، لمن في القاعات ولمن في بيوتهم.`,
  withdrawn: "إعلان مسحوب",
  notFound: "لا يوجد إعلان كهذا",
  notFoundHint: "قد يكون الرابط ناقصًا، أو أن ما يشير إليه غير منشور.",
  toFeed: "إلى البث الحي",
  loading: "لحظة من فضلك",
  loadingHint: "يتعذّر عرض الإعلانات الآن. تعيد هذه الصفحة المحاولة تلقائيًا كل بضع ثوانٍ.",
};

const served: Readonly<Record<string, ServedWords>> = { en, zh, fr, es, ru, ar };

export const servedWords = (language: string): ServedWords => served[language] ?? en;
