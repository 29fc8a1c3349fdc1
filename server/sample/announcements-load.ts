/**
 * What a reader finds at the load and in the minute after it. Fact: the white paper of 7 November, the
 * exhibition and its more than 400 companies, the plenary, 20 sub-forums and four tracks (French press and
 * others, November 2022). The rest is illustrative.
 */
import { visitOnline, walkTo, walkToZone, watch } from "./places.ts";
import type { SketchedAnnouncement } from "./sample-announcement.ts";
import { words } from "./wording.ts";

export const loadAnnouncements: readonly SketchedAnnouncement[] = [
  {
    key: "white-paper",
    when: "now",
    basis: "reported",
    kind: "release",
    moment: true,
    text: {
      en: {
        headline: "White paper: Jointly Build a Community with a Shared Future in Cyberspace",
        body: "Published on 7 November 2022 by the State Council Information Office, two days before the summit.",
      },
      zh: {
        headline: "《携手构建网络空间命运共同体》白皮书",
        body: "国务院新闻办公室于 2022 年 11 月 7 日发布，早于峰会两天。",
      },
      fr: {
        headline: "Livre blanc : construire ensemble une communauté d'avenir partagé dans le cyberespace",
        body: "Publié le 7 novembre 2022 par le Bureau de l'information du Conseil des affaires d'État, deux jours avant le sommet.",
      },
    },
    details: {
      document: "Jointly Build a Community with a Shared Future in Cyberspace",
      publisher: "State Council Information Office, 7 November 2022",
      url: "http://english.scio.gov.cn/node_8033411.html",
    },
  },
  {
    key: "gates-open",
    when: "now",
    basis: "illustrative",
    kind: "notice",
    attendance: "in-person",
    lastsMinutes: 90,
    text: {
      en: { headline: "The gates are open", body: "Have your badge ready; the plenary hall seats by gate." },
      zh: { headline: "园区已开放入场", body: "请备好证件；主会场按入口分区就座。" },
      fr: {
        headline: "Les portes sont ouvertes",
        body: "Préparez votre badge ; en salle plénière, les places sont réparties par porte.",
      },
    },
    actions: [walkTo("plenary", "A")],
  },
  {
    key: "exhibition-open",
    when: "now",
    basis: "placed",
    kind: "notice",
    sessionId: "exhibition-day-1",
    text: {
      en: {
        headline: "Light of the Internet opens to visitors",
        body: "More than 400 companies show on site and on online platforms.",
      },
      zh: { headline: "“互联网之光”博览会开幕", body: "400 多家企业在线下和线上平台参展。" },
      fr: {
        headline: "« Lumière de l'Internet » ouvre ses portes",
        body: "Plus de 400 entreprises exposent sur place et sur des plateformes en ligne.",
      },
    },
    actions: [visitOnline, walkToZone("exhibition-east")],
  },
  {
    key: "welcome",
    when: "now",
    basis: "illustrative",
    kind: "notice",
    pinned: true,
    text: {
      en: {
        headline: "Welcome to Wuzhen, on site and online",
        body: "Everything in the halls and at home is told here, in the same order and at the same instant. This is a rehearsal: day one is moved to now.",
      },
      zh: {
        headline: "欢迎来到乌镇，线上与现场同步",
        body: "会场内外的消息都在这里，以同样的顺序、在同一时刻发布。本次为试运行：首日已移至现在。",
      },
      fr: {
        headline: "Bienvenue à Wuzhen, sur place et en ligne",
        body: "Tout ce qui se passe en salle et à distance est annoncé ici, dans le même ordre et au même instant. Ceci est une répétition : le premier jour est ramené à maintenant.",
      },
    },
    actions: [watch("plenary"), walkTo("plenary", "A")],
  },
  {
    key: "overview",
    when: { afterS: 20 },
    basis: "reported",
    kind: "notice",
    text: {
      en: {
        headline: "One plenary, 20 sub-forums, four tracks",
        body: "About 2,000 representatives from more than 120 countries and regions take part, in Wuzhen and online.",
      },
      zh: {
        headline: "一场全体会议、20 个分论坛、四个板块",
        body: "来自 120 多个国家和地区的约 2000 名代表在乌镇和线上参会。",
      },
      fr: {
        headline: "Une plénière, 20 forums, quatre thématiques",
        body: "Environ 2 000 représentants de plus de 120 pays et régions participent, à Wuzhen et en ligne.",
      },
    },
  },
  {
    key: "stream-languages",
    when: { afterS: 45 },
    basis: "illustrative",
    kind: "notice",
    attendance: "online",
    text: {
      en: {
        headline: "Streams carry three languages and captions",
        body: "Choose Chinese, English or French under the picture; captions follow your choice.",
      },
      zh: {
        headline: "直播提供三种语言和字幕",
        body: "可在画面下方选择中文、英文或法文，字幕随之切换。",
      },
      fr: {
        headline: "Trois langues et des sous-titres en direct",
        body: "Choisissez le chinois, l'anglais ou le français sous l'image ; les sous-titres suivent votre choix.",
      },
    },
    actions: [
      {
        for: "online",
        label: words(["Choose a language", "选择语言", "Choisir la langue"]),
        url: "https://stream.example/languages",
      },
    ],
  },
];
