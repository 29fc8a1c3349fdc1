/**
 * What screens say of themselves by code: what is wrong with them, and
 * what they show. What is not known is said as it stands.
 */
import { ownNameOf } from "../../shared/words/languages.ts";
import { deskWords } from "../words.ts";

type Say = (detail: string) => string;

/** One language or several, by their own names. */
const tongue = (detail: string): string =>
  detail
    .split(/[\s,]+/u)
    .map((tag) => {
      try {
        return ownNameOf(tag);
      } catch {
        return tag;
      }
    })
    .join(" ");

export const troubleWords = deskWords<{
  readonly faults: Readonly<Record<string, Say>>;
  readonly screens: Readonly<Record<string, string>>;
}>({
  en: {
    faults: {
      font_missing: (detail) => `Has no font for ${tongue(detail)}: install one on the device`,
      storage_unavailable: () => "Can keep nothing: after a restart without network it is empty",
      no_wake_lock: () => "Its display may go to sleep",
      no_websocket: () => "Its network blocks direct connections: news comes later",
      clock_untrusted: () => "Its clock could not be checked: times may be off",
      build_failed: () => "A newer version did not start: it stays with its own",
      stalled: () => "Its picture stood still and was started again",
      not_full_screen: () => "Is not in full screen",
      memory_high: () => "Is short of memory",
      unreadable: () => "Reports a fault that cannot be read",
    },
    screens: {
      foyer: "List of what is next",
      door: "Now and next in its hall",
      stage: "One announcement at a time",
      session: "A session",
      ticker: "Lines of news",
      quiet: "Quiet",
      blackout: "Blackout: urgent notices only",
      takeover: "Urgent notice",
      honours: "Podium",
      podium: "Podium",
      pairing: "Shows a code",
      identify: "Shows its name",
      "test-card": "Test card",
    },
  },
  zh: {
    faults: {
      font_missing: (detail) => `缺少${tongue(detail)}字体：请在设备上安装`,
      storage_unavailable: () => "无法保存内容：断网重启后将没有内容",
      no_wake_lock: () => "显示器可能会休眠",
      no_websocket: () => "网络阻止直接连接：消息会有延迟",
      clock_untrusted: () => "时钟无法校准：时间可能不准",
      build_failed: () => "新版本未能启动：仍使用原版本",
      stalled: () => "画面曾停滞，已重新启动",
      not_full_screen: () => "未处于全屏",
      memory_high: () => "内存不足",
      unreadable: () => "报告了无法识别的故障",
    },
    screens: {
      foyer: "即将开始列表",
      door: "本厅当前与下一场",
      stage: "逐条公告",
      session: "一个场次",
      ticker: "滚动条目",
      quiet: "静默",
      blackout: "停显：仅显示紧急通知",
      takeover: "紧急通知",
      honours: "颁奖名次",
      podium: "颁奖名次",
      pairing: "显示代码",
      identify: "显示名称",
      "test-card": "测试图",
    },
  },
  fr: {
    faults: {
      font_missing: (detail) => `Pas de police pour ${tongue(detail)} : installez-en une sur l’appareil`,
      storage_unavailable: () => "Ne peut rien garder : après un redémarrage sans réseau, il est vide",
      no_wake_lock: () => "Son affichage peut se mettre en veille",
      no_websocket: () => "Son réseau bloque les connexions directes : les nouvelles arrivent plus tard",
      clock_untrusted: () => "Son horloge n’a pu être vérifiée : les heures peuvent être fausses",
      build_failed: () => "Une version plus récente n’a pas démarré : il garde la sienne",
      stalled: () => "Son image s’était figée et a été relancée",
      not_full_screen: () => "N’est pas en plein écran",
      memory_high: () => "Manque de mémoire",
      unreadable: () => "Signale un défaut illisible",
    },
    screens: {
      foyer: "Liste de ce qui suit",
      door: "En cours et à suivre dans sa salle",
      stage: "Une annonce à la fois",
      session: "Une séance",
      ticker: "Lignes d’actualité",
      quiet: "Au repos",
      blackout: "Pause : annonces urgentes seules",
      takeover: "Annonce urgente",
      honours: "Palmarès",
      podium: "Palmarès",
      pairing: "Affiche un code",
      identify: "Affiche son nom",
      "test-card": "Mire",
    },
  },
});

export const sayTrouble = (code: string, detail = ""): string => {
  const { faults } = troubleWords.value;
  return Object.hasOwn(faults, code) ? faults[code]!(detail) : [code, detail].filter(Boolean).join(": ");
};

export const sayScreen = (screen: string): string => {
  const { screens } = troubleWords.value;
  return Object.hasOwn(screens, screen) ? screens[screen]! : screen;
};
