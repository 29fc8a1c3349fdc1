/**
 * From the tenth minute to the thirtieth. Fact: Baidu's Apollo Park and what it shows, metaverse applications
 * in the interactive zone, the exhibition's online platforms and two of its subjects (French press, November
 * 2022). The rest is illustrative. One is in the default language alone and one in two, so that the marked
 * fallback of a language is seen.
 */
import { visitOnline, walkTo, walkToZone, watch } from "./places.ts";
import type { SketchedAnnouncement } from "./sample-announcement.ts";

export const halfHour: readonly SketchedAnnouncement[] = [
  {
    key: "apollo-park",
    when: { afterS: 740 },
    basis: "placed",
    kind: "notice",
    sessionId: "demo-apollo-park",
    text: {
      en: {
        headline: "Apollo Park: vehicle and road as one system",
        body: "Baidu shows autonomous driving and shared rides in the interactive zone.",
      },
      zh: {
        headline: "阿波罗公园：车路协同",
        body: "百度在互动体验区展示自动驾驶与共享出行。",
      },
      fr: {
        headline: "Apollo Park : véhicule et route en un seul système",
        body: "Baidu présente la conduite autonome et les trajets partagés dans l'espace de démonstration.",
      },
    },
    actions: [watch("demo-stage"), walkToZone("interactive-zone")],
  },
  {
    key: "quiet-room",
    when: { afterS: 850 },
    basis: "illustrative",
    kind: "notice",
    attendance: "in-person",
    zones: ["forum-halls"],
    text: {
      en: { headline: "A quiet room is open beside Hall 3", body: "For prayer, rest or a call. No booking." },
    },
    actions: [walkTo("hall-3", "C")],
  },
  {
    key: "metaverse",
    when: { afterS: 960 },
    basis: "placed",
    kind: "notice",
    zones: ["exhibition"],
    text: {
      en: {
        headline: "Metaverse applications in the interactive zone",
        body: "Visitors meet them beside artificial intelligence, AR and VR.",
      },
      zh: {
        headline: "互动体验区展示元宇宙应用",
        body: "与人工智能、AR 和 VR 一同供观众体验。",
      },
      fr: {
        headline: "Applications du métavers dans l'espace de démonstration",
        body: "Le public les découvre à côté de l'IA, de la réalité augmentée et de la réalité virtuelle.",
      },
    },
    actions: [watch("demo-stage"), walkToZone("interactive-zone")],
  },
  {
    key: "exhibition-online",
    when: { afterS: 1_190 },
    basis: "placed",
    kind: "notice",
    attendance: "online",
    text: {
      en: {
        headline: "The exhibition is online too",
        body: "Exhibitors show on online platforms as well as in Wuzhen.",
      },
      zh: { headline: "博览会同步线上展出", body: "参展企业同时在乌镇现场和线上平台展示。" },
      fr: {
        headline: "L'exposition se visite aussi en ligne",
        body: "Les exposants sont présents sur des plateformes en ligne comme à Wuzhen.",
      },
    },
    actions: [visitOnline],
  },
  {
    key: "lost-and-found",
    when: { afterS: 1_310 },
    basis: "illustrative",
    kind: "notice",
    attendance: "in-person",
    zones: ["plenary-centre"],
    lastsMinutes: 600,
    text: {
      en: { headline: "Lost something?", body: "Found things are kept at the desk in the west foyer." },
      zh: { headline: "失物招领", body: "拾获物品统一存放在西前厅服务台。" },
      fr: { headline: "Objets trouvés", body: "Ils vous attendent au comptoir du foyer ouest." },
    },
    actions: [walkToZone("foyer-west")],
  },
  {
    key: "exhibition-subjects",
    when: { afterS: 1_430 },
    basis: "placed",
    kind: "notice",
    tracks: ["cooperation", "governance"],
    text: {
      en: {
        headline: "At the exhibition: digital common prosperity and cyberspace governance",
        body: "Two of the subjects that more than 400 companies show.",
      },
      zh: {
        headline: "博览会主题：数字赋能共同富裕与网络空间治理",
        body: "400 多家参展企业展示的主题中的两项。",
      },
      fr: {
        headline: "À l'exposition : prospérité commune numérique et gouvernance du cyberespace",
        body: "Deux des sujets présentés par plus de 400 entreprises.",
      },
    },
    actions: [visitOnline, walkToZone("exhibition-east")],
  },
  {
    key: "questions-from-home",
    when: { afterS: 1_550 },
    basis: "illustrative",
    kind: "notice",
    attendance: "online",
    text: {
      en: {
        headline: "Ask from where you are",
        body: "Every sub-forum keeps time for questions from those online. Write them beside the stream.",
      },
      zh: { headline: "线上也能提问", body: "每个分论坛都为线上观众留出提问时间，请在直播页面旁留言。" },
      fr: {
        headline: "Posez vos questions à distance",
        body: "Chaque forum réserve un temps aux questions en ligne. Écrivez-les à côté de la vidéo.",
      },
    },
    actions: [watch("plenary")],
  },
  {
    key: "media-centre",
    when: { afterS: 1_670 },
    basis: "illustrative",
    kind: "notice",
    attendance: "in-person",
    zones: ["plenary-centre"],
    text: {
      en: { headline: "Media centre opens", body: "Desks, power and an interpreter, beside the west foyer." },
      zh: { headline: "媒体中心开放", body: "位于西前厅旁，提供工位、电源和翻译。" },
    },
    actions: [walkToZone("foyer-west")],
  },
  {
    key: "arena-seats",
    when: { afterS: 1_790 },
    basis: "illustrative",
    kind: "notice",
    attendance: "in-person",
    zones: ["arena", "exhibition"],
    sessionId: "final-ai",
    lastsMinutes: 40,
    text: {
      en: {
        headline: "Seats left in the arena",
        body: "The final in artificial intelligence is open to every badge.",
      },
      zh: { headline: "竞赛馆尚有座位", body: "人工智能决赛对所有参会者开放。" },
      fr: {
        headline: "Il reste des places à l'arène",
        body: "La finale d'intelligence artificielle est ouverte à tous les badges.",
      },
    },
    actions: [walkTo("arena", "A")],
  },
];
