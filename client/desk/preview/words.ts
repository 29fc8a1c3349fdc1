import { deskWords } from "../words.ts";

export const previewWords = deskWords({
  en: {
    title: "Preview",
    how: "As readers and screens will see it, while you write.",
    language: "Language",
    who: "Whose phone",
    attendance: { both: "Both", online: "Online", "in-person": "In person" },
    theme: "Appearance of the phones",
    themes: { light: "Light", dark: "Dark" },
    device: { online: "Phone, online", "in-person": "Phone, on site", screen: "Screen on site" },
    size: { online: "390 px", "in-person": "390 px", screen: "1920 × 1080" },
    hidden: {
      audience: {
        online: "Those online do not get it.",
        "in-person": "Those on site do not get it.",
        screen: "It is for those online: no screen shows it.",
      },
      surface: { feed: "The feed is not chosen.", kiosk: "The screens are not chosen." },
    },
    fallback: (wanted: string, shown: string) =>
      `There is no text in ${wanted} yet: readers of it see ${shown}, marked as such.`,
    sealed: (at: string) => `Nobody sees it before ${at}: it is sealed until then.`,
    leaves: (at: string) => `Leaves the screens ${at}.`,
    loading: "The preview is being fetched.",
    failed: "The preview did not come. What you write is not affected.",
  },
  zh: {
    title: "预览",
    how: "边写边看：读者和屏幕将看到的样子。",
    language: "语言",
    who: "谁的手机",
    attendance: { both: "两者", online: "线上", "in-person": "现场" },
    theme: "手机外观",
    themes: { light: "浅色", dark: "深色" },
    device: { online: "手机，线上", "in-person": "手机，现场", screen: "现场屏幕" },
    size: { online: "390 px", "in-person": "390 px", screen: "1920 × 1080" },
    hidden: {
      audience: {
        online: "线上读者不会收到。",
        "in-person": "现场读者不会收到。",
        screen: "仅面向线上读者，屏幕不显示。",
      },
      surface: { feed: "未选择信息流。", kiosk: "未选择屏幕。" },
    },
    fallback: (wanted, shown) => `还没有${wanted}文本：该语言的读者会看到${shown}，并有标注。`,
    sealed: (at) => `${at} 之前无人可见：在此之前保密。`,
    leaves: (at) => `${at} 从屏幕撤下。`,
    loading: "正在载入预览。",
    failed: "预览未能载入，不影响您的编写。",
  },
  fr: {
    title: "Aperçu",
    how: "Tel que les lecteurs et les écrans le verront, pendant que vous écrivez.",
    language: "Langue",
    who: "Téléphone de qui",
    attendance: { both: "Les deux", online: "En ligne", "in-person": "Sur place" },
    theme: "Apparence des téléphones",
    themes: { light: "Claire", dark: "Sombre" },
    device: { online: "Téléphone, en ligne", "in-person": "Téléphone, sur place", screen: "Écran sur place" },
    size: { online: "390 px", "in-person": "390 px", screen: "1920 × 1080" },
    hidden: {
      audience: {
        online: "Le public en ligne ne le reçoit pas.",
        "in-person": "Le public sur place ne le reçoit pas.",
        screen: "Réservé au public en ligne : aucun écran ne l’affiche.",
      },
      surface: { feed: "Le fil n’est pas choisi.", kiosk: "Les écrans ne sont pas choisis." },
    },
    fallback: (wanted, shown) =>
      `Pas encore de texte en ${wanted} : ses lecteurs voient ${shown}, signalé comme tel.`,
    sealed: (at) => `Personne ne le voit avant ${at} : il est sous embargo jusque-là.`,
    leaves: (at) => `Quitte les écrans ${at}.`,
    loading: "L’aperçu est en cours de chargement.",
    failed: "L’aperçu n’est pas venu. Votre texte n’est pas touché.",
  },
});
