/**
 * Notices along the three days of the programme. What is told of the afternoon's releases is fact (French
 * press and others, November 2022); the rest is illustrative.
 */
import { attend, walkTo, walkToZone, watch } from "./places.ts";
import type { SketchedAnnouncement } from "./sample-announcement.ts";

export const laterNotices: readonly SketchedAnnouncement[] = [
  {
    key: "plenary-seats",
    when: [1, "09:50"],
    basis: "illustrative",
    kind: "notice",
    attendance: "in-person",
    zones: ["plenary-centre", "forum-halls"],
    sessionId: "plenary",
    lastsMinutes: 60,
    text: {
      en: {
        headline: "Seats are free again in the plenary hall",
        body: "Whoever followed the opening from Hall 1 can come over between two speeches.",
      },
      zh: { headline: "主会场又有空位", body: "在 1 号厅观看开幕式的来宾可在发言间隙入场。" },
      fr: {
        headline: "Des places se libèrent en salle plénière",
        body: "Si vous avez suivi l'ouverture en salle 1, vous pouvez entrer entre deux interventions.",
      },
    },
    actions: [walkTo("plenary", "B")],
  },
  {
    key: "afternoon-releases",
    when: [1, "10:05"],
    basis: "placed",
    kind: "notice",
    text: {
      en: {
        headline: "This afternoon: two blue books and 15 achievements",
        body: "The first sub-forums begin this afternoon too.",
      },
      zh: { headline: "今天下午：两部蓝皮书与 15 项领先科技成果", body: "首批分论坛也将于下午开始。" },
      fr: {
        headline: "Cet après-midi : deux livres bleus et 15 grandes avancées",
        body: "Les premiers forums commencent eux aussi cet après-midi.",
      },
    },
    actions: attend("plenary", "A"),
  },
  {
    key: "lunch",
    when: [1, "11:50"],
    basis: "illustrative",
    kind: "notice",
    attendance: "in-person",
    lastsMinutes: 120,
    text: {
      en: {
        headline: "Lunch is served in the foyers",
        body: "Dishes without meat stand on the left of every counter.",
      },
      zh: { headline: "各前厅供应午餐", body: "每个餐台左侧为素食。" },
      fr: {
        headline: "Le déjeuner est servi dans les foyers",
        body: "Les plats sans viande sont à gauche de chaque comptoir.",
      },
    },
    actions: [walkToZone("foyer-west")],
  },
  {
    key: "queue-hall-2",
    when: [1, "13:40"],
    basis: "illustrative",
    kind: "notice",
    attendance: "in-person",
    zones: ["forum-halls"],
    tracks: ["cooperation"],
    sessionId: "forum-gdi-digital-cooperation",
    lastsMinutes: 40,
    text: {
      en: {
        headline: "Hall 2 fills early, please use gate D",
        body: "The queue at gate A is long; gate D is free.",
      },
      zh: { headline: "2 号厅人多，请走 D 门", body: "A 门排队较长，D 门畅通。" },
      fr: {
        headline: "Salle 2 : passez par la porte D",
        body: "La file est longue à la porte A ; la porte D est libre.",
      },
    },
    actions: [walkTo("hall-2", "D")],
  },
  {
    key: "last-shuttles",
    when: [1, "18:10"],
    basis: "illustrative",
    kind: "notice",
    attendance: "in-person",
    zones: ["shuttles", "forum-halls", "exhibition"],
    lastsMinutes: 90,
    text: {
      en: {
        headline: "Last shuttles to the station",
        body: "Every ten minutes from stop A, the last one half an hour after the forums.",
      },
      zh: { headline: "末班接驳车开往车站", body: "A 站每十分钟一班，末班车在论坛结束半小时后发车。" },
      fr: {
        headline: "Dernières navettes vers la gare",
        body: "Toutes les dix minutes à l'arrêt A, la dernière une demi-heure après les forums.",
      },
    },
    actions: [walkToZone("shuttle-a")],
  },
  {
    key: "day-two",
    when: [2, "08:45"],
    basis: "illustrative",
    kind: "notice",
    text: {
      en: {
        headline: "Day two: thirteen sub-forums",
        body: "Three finals are decided in the arena as well.",
      },
      zh: { headline: "第二天：十三个分论坛", body: "竞赛馆还将决出三项冠军。" },
      fr: {
        headline: "Deuxième jour : treize forums",
        body: "Trois finales se disputent aussi à l'arène.",
      },
    },
    actions: [watch("hall-1"), walkToZone("forum-halls")],
  },
  {
    key: "thanks",
    when: [3, "12:15"],
    basis: "illustrative",
    kind: "notice",
    sessionId: "closing",
    text: {
      en: {
        headline: "Thank you, and goodbye from Wuzhen",
        body: "The exhibition stays open this afternoon; the feed stays to be read.",
      },
      zh: { headline: "感谢参与，乌镇再会", body: "博览会下午继续开放，本页消息可继续查阅。" },
      fr: {
        headline: "Merci, et à bientôt à Wuzhen",
        body: "L'exposition reste ouverte cet après-midi ; le fil reste consultable.",
      },
    },
  },
];
