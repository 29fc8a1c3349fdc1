/** On which screens an announcement has been, in words. */
import { plural } from "../../shared/words/plural.ts";
import { deskWords } from "../words.ts";

const screensEn = plural("en", { one: "# screen", other: "# screens" });
const screensFr = plural("fr", { one: "# écran", other: "# écrans" });

export const proofWords = deskWords({
  en: {
    onScreens: (shown: number, expected: number) => `${shown} of ${screensEn(expected)}`,
    title: "Screens",
    loading: "Asking which screens have shown it",
    shownOn: (shown: number, expected: number) => `Shown on ${shown} of ${screensEn(expected)}`,
    wasShown: (shown: number) => `Was shown on ${screensEn(shown)} before it was withdrawn`,
    offlineSince: (count: number, time: string) => `${count} offline since ${time}`,
    offlineFirst: (count: number, time: string) => `${count} offline, the first since ${time}`,
    nowhere: "It is not for screens.",
    nobody: "No screen is there that it concerns.",
    lacking: "Not shown there yet",
    states: {
      offline: (time: string) => `offline since ${time}`,
      stopped: (time: string) => `stopped ${time}`,
      waiting: () => "not come yet",
      connected: () => "connected",
      gone: () => "removed",
    },
    shownTitle: "Where it was shown",
    columns: { screen: "Screen", revision: "Revision", first: "First shown", counted: "How long" },
    stillThere: "there now",
    older: "older revision",
  },
  zh: {
    onScreens: (shown, expected) => `${shown} / ${expected} 块屏幕`,
    title: "屏幕",
    loading: "正在查询哪些屏幕已显示",
    shownOn: (shown, expected) => `已在 ${shown} / ${expected} 块屏幕显示`,
    wasShown: (shown) => `撤回前曾在 ${shown} 块屏幕显示`,
    offlineSince: (count, time) => `${count} 块自 ${time} 离线`,
    offlineFirst: (count, time) => `${count} 块离线，最早自 ${time}`,
    nowhere: "不在屏幕上显示。",
    nobody: "没有相关的屏幕。",
    lacking: "尚未显示",
    states: {
      offline: (time) => `自 ${time} 离线`,
      stopped: (time) => `${time} 停用`,
      waiting: () => "尚未上线",
      connected: () => "在线",
      gone: () => "已移除",
    },
    shownTitle: "显示情况",
    columns: { screen: "屏幕", revision: "版次", first: "首次显示", counted: "时长" },
    stillThere: "正在显示",
    older: "旧版",
  },
  fr: {
    onScreens: (shown, expected) => `${shown} sur ${screensFr(expected)}`,
    title: "Écrans",
    loading: "On demande quels écrans l’ont affichée",
    shownOn: (shown, expected) => `Affichée sur ${shown} de ${screensFr(expected)}`,
    wasShown: (shown) => `Affichée sur ${screensFr(shown)} avant son retrait`,
    offlineSince: (count, time) => `${count} hors ligne depuis ${time}`,
    offlineFirst: (count, time) => `${count} hors ligne, le premier depuis ${time}`,
    nowhere: "Elle n’est pas pour les écrans.",
    nobody: "Aucun écran n’est concerné.",
    lacking: "Pas encore affichée là",
    states: {
      offline: (time) => `hors ligne depuis ${time}`,
      stopped: (time) => `arrêté à ${time}`,
      waiting: () => "pas encore venu",
      connected: () => "connecté",
      gone: () => "retiré",
    },
    shownTitle: "Où elle fut affichée",
    columns: { screen: "Écran", revision: "Révision", first: "Première fois", counted: "Durée" },
    stillThere: "y est encore",
    older: "révision antérieure",
  },
});
