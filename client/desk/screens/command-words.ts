/** What screens are told to do, and what became of it, in words. */
import { plural } from "../../shared/words/plural.ts";
import { deskWords } from "../words.ts";

const screensEn = plural("en", { one: "# screen", other: "# screens" });
const screensFr = plural("fr", { one: "# écran", other: "# écrans" });

export const commandWords = deskWords({
  en: {
    title: "Tell screens",
    titleOne: (name: string) => `Tell “${name}”`,
    command: "What to do",
    commands: {
      identify: "Show its name",
      reload: "Load anew",
      "clear-cache": "Forget what it keeps",
      "test-card": "Show a test card",
    },
    hints: {
      identify: "Its name fills it for some seconds: you see which one it is.",
      reload: "It loads its page again; what it shows is back within seconds.",
      "clear-cache": "It drops what it has stored and loads everything anew. Not while its network is down.",
      "test-card": "Colours, edges and characters for half a minute: whether the picture is whole.",
    },
    who: "Which screens",
    all: "All screens",
    inZone: "Those of a zone",
    zone: "Zone",
    chooseZone: "Choose a zone",
    within: "Screens that are away do it if they come back within",
    times: { "30000": "30 seconds", "120000": "2 minutes", "600000": "10 minutes", "3600000": "1 hour" },
    send: (count: number) => `Tell ${screensEn(count)}`,
    nobody: "No screen stands there.",

    listTitle: "What screens were told",
    none: "No screen has been told anything yet.",
    loading: "Asking for what screens were told",
    to: { one: (name: string) => name, zone: (zone: string) => `all in ${zone}`, all: "all screens" },
    by: (who: string) => `by ${who}`,
    done: (done: number, of: number) => (of === 1 ? "Done" : `Done on ${done} of ${of}`),
    failed: (count: number, why: string) => (why === "" ? `${count} failed` : `${count} failed (${why})`),
    failedOne: (why: string) => (why === "" ? "it failed" : `it failed: ${why}`),
    open: (count: number) => (count === 1 ? "1 has not answered" : `${count} have not answered`),
    openOne: "no answer yet",
    late: (count: number) => (count === 1 ? "1 did not answer in time" : `${count} did not answer in time`),
    lateOne: "it did not answer in time",
    codes: {
      offline: "no network",
      expired: "too late",
      failed: "it did not succeed",
      unknown_command: "its version cannot",
    } as Readonly<Record<string, string>>,
    until: (time: string) => `holds until ${time}`,
    which: "Which screens",
    groups: { done: "Done", failed: "Failed", open: "Not answered" },
  },
  zh: {
    title: "向屏幕发指令",
    titleOne: (name) => `向“${name}”发指令`,
    command: "指令",
    commands: {
      identify: "显示名称",
      reload: "重新载入",
      "clear-cache": "清除保存的内容",
      "test-card": "显示测试图",
    },
    hints: {
      identify: "名称占满屏幕数秒，便于辨认是哪一块。",
      reload: "重新载入页面，几秒钟内恢复显示。",
      "clear-cache": "清除已保存的内容并全部重新载入；断网时不执行。",
      "test-card": "半分钟的颜色、边缘和字符，检查画面是否完整。",
    },
    who: "哪些屏幕",
    all: "所有屏幕",
    inZone: "某区域的屏幕",
    zone: "区域",
    chooseZone: "选择区域",
    within: "离线的屏幕若在以下时间内恢复也会执行",
    times: { "30000": "30 秒", "120000": "2 分钟", "600000": "10 分钟", "3600000": "1 小时" },
    send: (count) => `发给 ${count} 块屏幕`,
    nobody: "该处没有屏幕。",

    listTitle: "已发指令",
    none: "尚未向屏幕发过指令。",
    loading: "正在获取已发指令",
    to: { one: (name) => name, zone: (zone) => `${zone}的所有屏幕`, all: "所有屏幕" },
    by: (who) => `由${who}发出`,
    done: (done, of) => (of === 1 ? "已执行" : `${done} / ${of} 块已执行`),
    failed: (count, why) => (why === "" ? `${count} 块失败` : `${count} 块失败（${why}）`),
    failedOne: (why) => (why === "" ? "执行失败" : `执行失败：${why}`),
    open: (count) => `${count} 块尚未回应`,
    openOne: "尚未回应",
    late: (count) => `${count} 块未按时回应`,
    lateOne: "未按时回应",
    codes: {
      offline: "没有网络",
      expired: "已过时限",
      failed: "未能完成",
      unknown_command: "版本不支持",
    },
    until: (time) => `有效至 ${time}`,
    which: "哪些屏幕",
    groups: { done: "已执行", failed: "失败", open: "未回应" },
  },
  fr: {
    title: "Donner un ordre",
    titleOne: (name) => `Donner un ordre à « ${name} »`,
    command: "Quoi faire",
    commands: {
      identify: "Afficher son nom",
      reload: "Se recharger",
      "clear-cache": "Oublier ce qu’il garde",
      "test-card": "Afficher une mire",
    },
    hints: {
      identify: "Son nom le remplit quelques secondes : vous voyez lequel c’est.",
      reload: "Il recharge sa page ; ce qu’il affiche revient en quelques secondes.",
      "clear-cache": "Il efface ce qu’il a stocké et recharge tout. Pas quand son réseau est coupé.",
      "test-card": "Couleurs, bords et caractères une demi-minute : si l’image est entière.",
    },
    who: "Quels écrans",
    all: "Tous les écrans",
    inZone: "Ceux d’une zone",
    zone: "Zone",
    chooseZone: "Choisir une zone",
    within: "Les écrans hors ligne le font s’ils reviennent dans un délai de",
    times: { "30000": "30 secondes", "120000": "2 minutes", "600000": "10 minutes", "3600000": "1 heure" },
    send: (count) => `Ordonner à ${screensFr(count)}`,
    nobody: "Aucun écran ne s’y trouve.",

    listTitle: "Ordres donnés",
    none: "Aucun ordre n’a encore été donné.",
    loading: "Les ordres donnés sont demandés",
    to: { one: (name) => name, zone: (zone) => `tous ceux de ${zone}`, all: "tous les écrans" },
    by: (who) => `par ${who}`,
    done: (done, of) => (of === 1 ? "Fait" : `Fait sur ${done} de ${of}`),
    failed: (count, why) => {
      const said = count === 1 ? "1 a échoué" : `${count} ont échoué`;
      return why === "" ? said : `${said} (${why})`;
    },
    failedOne: (why) => (why === "" ? "il a échoué" : `il a échoué : ${why}`),
    open: (count) => (count === 1 ? "1 n’a pas répondu" : `${count} n’ont pas répondu`),
    openOne: "pas encore de réponse",
    late: (count) => (count === 1 ? "1 n’a pas répondu à temps" : `${count} n’ont pas répondu à temps`),
    lateOne: "il n’a pas répondu à temps",
    codes: {
      offline: "pas de réseau",
      expired: "trop tard",
      failed: "sans succès",
      unknown_command: "sa version ne sait pas",
    },
    until: (time) => `vaut jusqu’à ${time}`,
    which: "Quels écrans",
    groups: { done: "Fait", failed: "Échoué", open: "Sans réponse" },
  },
});

export const sayCode = (code: string): string => {
  const { codes } = commandWords.value;
  return Object.hasOwn(codes, code) ? codes[code]! : code;
};
