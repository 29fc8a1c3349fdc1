/**
 * The programme beside the sub-forums. Fact (French press and others, November 2022): an opening and plenary
 * on the morning of 9 November, the releases that afternoon, the exhibition "Light of the Internet" from the
 * first day, three days in all. Every clock time and hall and the demonstrations' slots are illustrative.
 */
import { finals } from "./finals.ts";
import { cooperationForums, technologyForums } from "./forums.ts";
import { governanceForums, humanitiesForums } from "./forums-society.ts";
import type { PlannedSession } from "./planned-session.ts";

const plenaries: readonly PlannedSession[] = [
  {
    id: "opening",
    basis: "placed",
    type: "ceremony",
    hall: "plenary",
    from: [1, "09:00"],
    to: [1, "09:40"],
    title: ["The summit opens", "峰会开幕", "Ouverture du sommet"],
    about: [
      "About 2,000 representatives from more than 120 countries and regions, in Wuzhen and online, over three days.",
      "来自 120 多个国家和地区的约 2000 名代表在乌镇和线上参会，会期三天。",
      "Environ 2 000 représentants de plus de 120 pays et régions, à Wuzhen et en ligne, pendant trois jours.",
    ],
  },
  {
    id: "plenary",
    basis: "placed",
    type: "plenary",
    hall: "plenary",
    from: [1, "09:40"],
    to: [1, "12:00"],
    title: ["Plenary session", "全体会议", "Séance plénière"],
    about: [
      "The one plenary of the summit, for all four tracks.",
      "峰会唯一一场全体会议，面向四个板块。",
      "L'unique séance plénière du sommet, commune aux quatre thématiques.",
    ],
  },
  {
    id: "closing",
    basis: "illustrative",
    type: "ceremony",
    hall: "plenary",
    from: [3, "11:30"],
    to: [3, "12:15"],
    title: ["Closing of the summit", "峰会闭幕", "Clôture du sommet"],
    about: [
      "Three days in half an hour, and thanks to those who made them.",
      "用半小时回顾三天，并感谢所有付出的人。",
      "Trois jours en une demi-heure, et des remerciements à celles et ceux qui les ont faits.",
    ],
  },
];

const releases: readonly PlannedSession[] = [
  {
    id: "release-cases",
    basis: "placed",
    type: "release",
    hall: "plenary",
    from: [1, "14:30"],
    to: [1, "15:20"],
    title: ["Outstanding cases", "优秀案例发布", "Présentation des cas exemplaires"],
    about: [
      "Twelve outstanding cases, chosen from more than 210.",
      "从 210 多个案例中选出 12 个优秀案例。",
      "Douze cas exemplaires, choisis parmi plus de 210.",
    ],
  },
  {
    id: "release-blue-books",
    basis: "placed",
    type: "release",
    hall: "plenary",
    from: [1, "15:40"],
    to: [1, "16:20"],
    title: ["Release of the blue books", "蓝皮书发布", "Publication des livres bleus"],
    about: [
      "The 2022 reports on the internet in China and in the world.",
      "发布《中国互联网发展报告2022》和《世界互联网发展报告2022》。",
      "Les rapports 2022 sur l'Internet en Chine et dans le monde.",
    ],
  },
  {
    id: "release-achievements",
    basis: "placed",
    type: "release",
    hall: "plenary",
    from: [1, "16:30"],
    to: [1, "17:20"],
    title: [
      "Leading scientific and technological achievements of the internet",
      "世界互联网领先科技成果发布",
      "Présentation des grandes avancées scientifiques et technologiques de l'Internet",
    ],
    about: [
      "Fifteen achievements, chosen from 257 entries.",
      "从 257 项申报成果中选出 15 项。",
      "Quinze avancées, choisies parmi 257 candidatures.",
    ],
  },
  {
    id: "release-conference-paper",
    basis: "placed",
    type: "release",
    hall: "plenary",
    from: [1, "17:30"],
    to: [1, "18:00"],
    title: ["The conference's white paper", "大会白皮书发布", "Le livre blanc de la conférence"],
    about: [
      "The World Internet Conference presents its white paper.",
      "世界互联网大会发布白皮书。",
      "La Conférence mondiale de l'Internet présente son livre blanc.",
    ],
  },
];

const exhibitionDay = (day: 1 | 2 | 3, opens: string, closes: string): PlannedSession => ({
  id: `exhibition-day-${day}`,
  basis: "placed",
  type: "exhibition",
  hall: "exhibition",
  from: [day, opens],
  to: [day, closes],
  title: [
    `Light of the Internet exhibition, day ${day}`,
    `“互联网之光”博览会，第${"一二三"[day - 1]}天`,
    `Exposition « Lumière de l'Internet », jour ${day}`,
  ],
  about: [
    "More than 400 companies, on site and on online platforms.",
    "400 多家企业在线下和线上平台参展。",
    "Plus de 400 entreprises, sur place et sur des plateformes en ligne.",
  ],
});

const demonstrations: readonly PlannedSession[] = [
  {
    id: "demo-xr",
    basis: "illustrative",
    type: "other",
    hall: "demo-stage",
    from: [1, "10:30"],
    to: [1, "11:00"],
    title: ["Demo: AR and VR", "演示：增强现实与虚拟现实", "Démonstration : réalité augmentée et virtuelle"],
    about: [
      "Ten headsets, thirty minutes, no registration.",
      "十副头显，三十分钟，无需报名。",
      "Dix casques, trente minutes, sans inscription.",
    ],
  },
  {
    id: "demo-apollo-park",
    basis: "subject",
    type: "other",
    hall: "demo-stage",
    from: [1, "11:15"],
    to: [1, "11:45"],
    title: ["Demo: Apollo Park", "演示：阿波罗公园", "Démonstration : Apollo Park"],
    about: [
      "Vehicle and road as one system: autonomous driving and shared rides.",
      "车路协同：自动驾驶与共享出行。",
      "Véhicule et route en un seul système : conduite autonome et trajets partagés.",
    ],
  },
];

export const plannedSessions: readonly PlannedSession[] = [
  exhibitionDay(1, "08:30", "17:30"),
  exhibitionDay(2, "09:00", "17:30"),
  exhibitionDay(3, "09:00", "15:00"),
  ...plenaries,
  ...releases,
  ...finals,
  ...demonstrations,
  ...cooperationForums,
  ...technologyForums,
  ...humanitiesForums,
  ...governanceForums,
];
