/**
 * Results of the seven finals, each under embargo until its ceremony. That seven champions were decided in
 * Wuzhen, in digital medical care and artificial intelligence among others, is fact (French press, November
 * 2022); every team and every result is fictional.
 */
import { attend } from "./places.ts";
import type { SketchedAnnouncement, When } from "./sample-announcement.ts";
import type { InThree } from "./wording.ts";

/** A fictional team: its name without the word "team", and where it says it comes from. */
type Team = readonly [name: InThree, city: string, country: string];

interface Final {
  readonly sessionId: string;
  readonly when: When;
  readonly competition: InThree;
  readonly podium: readonly [first: Team, second: Team, third: Team];
}

const finals: readonly Final[] = [
  {
    sessionId: "final-medical-care",
    when: { afterS: 600 },
    competition: ["digital medical care", "数字医疗", "Soins médicaux numériques"],
    podium: [
      [["Lantern", "灯笼队", "Lanterne"], "Hangzhou", "China"],
      [["Heron", "白鹭队", "Héron"], "Lyon", "France"],
      [["Baobab", "猴面包树队", "Baobab"], "Nairobi", "Kenya"],
    ],
  },
  {
    sessionId: "final-ai",
    when: [1, "10:20"],
    competition: ["artificial intelligence", "人工智能", "Intelligence artificielle"],
    podium: [
      [["Kingfisher", "翠鸟队", "Martin-pêcheur"], "Singapore", "Singapore"],
      [["Willow", "柳树队", "Saule"], "Suzhou", "China"],
      [["Cedar", "雪松队", "Cèdre"], "Beirut", "Lebanon"],
    ],
  },
  {
    sessionId: "final-iot",
    when: [1, "14:40"],
    competition: ["internet of things", "物联网", "Internet des objets"],
    podium: [
      [["Monsoon", "季风队", "Mousson"], "Pune", "India"],
      [["Stone Bridge", "石桥队", "Pont de pierre"], "Shaoxing", "China"],
      [["Juniper", "杜松队", "Genévrier"], "Tallinn", "Estonia"],
    ],
  },
  {
    sessionId: "final-security",
    when: [2, "11:10"],
    competition: ["cybersecurity", "网络安全", "Cybersécurité"],
    podium: [
      [["Sparrow", "麻雀队", "Moineau"], "Kraków", "Poland"],
      [["Camphor", "香樟队", "Camphrier"], "Changsha", "China"],
      [["Condor", "神鹰队", "Condor"], "Santiago", "Chile"],
    ],
  },
  {
    sessionId: "final-driving",
    when: [2, "15:40"],
    competition: ["autonomous driving", "自动驾驶", "Conduite autonome"],
    podium: [
      [["Compass", "指南针队", "Boussole"], "Wuhan", "China"],
      [["Lighthouse", "灯塔队", "Phare"], "Porto", "Portugal"],
      [["Ibis", "朱鹮队", "Ibis"], "Alexandria", "Egypt"],
    ],
  },
  {
    sessionId: "final-xr",
    when: [2, "17:40"],
    competition: ["extended reality", "扩展现实", "Réalité étendue"],
    podium: [
      [["Aurora", "极光队", "Aurore"], "Tromsø", "Norway"],
      [["Orchid", "兰花队", "Orchidée"], "Medellín", "Colombia"],
      [["Magnolia", "玉兰队", "Magnolia"], "Shanghai", "China"],
    ],
  },
  {
    sessionId: "final-green",
    when: [3, "10:40"],
    competition: ["green computing", "绿色计算", "Informatique verte"],
    podium: [
      [["Tide", "潮汐队", "Marée"], "Halifax", "Canada"],
      [["Bamboo", "翠竹队", "Bambou"], "Chengdu", "China"],
      [["Delta", "三角洲队", "Delta"], "Can Tho", "Viet Nam"],
    ],
  },
];

/** Which of the seven it is, to begin the sentence. */
const ordinals: readonly InThree[] = [
  ["The first", "首项", "La première"],
  ["The second", "第二项", "La deuxième"],
  ["The third", "第三项", "La troisième"],
  ["The fourth", "第四项", "La quatrième"],
  ["The fifth", "第五项", "La cinquième"],
  ["The sixth", "第六项", "La sixième"],
  ["The last", "最后一项", "La dernière"],
];

function resultOf({ sessionId, when, competition, podium }: Final, at: number): SketchedAnnouncement {
  const [first, second, third] = podium.map(([name]) => name) as [InThree, InThree, InThree];
  const ordinal = ordinals[at]!;
  return {
    key: sessionId.replace("final-", "result-"),
    when,
    basis: "illustrative",
    kind: "result",
    sealed: true,
    moment: true,
    sessionId,
    text: {
      en: {
        headline: `Team ${first[0]} wins ${competition[0]}`,
        body: `${ordinal[0]} of seven finals to be decided in Wuzhen. Team ${second[0]} and Team ${third[0]} follow. The teams are fictional.`,
      },
      zh: {
        headline: `${first[1]}夺得${competition[1]}冠军`,
        body: `在乌镇决出的七项赛事中的${ordinal[1]}。${second[1]}与${third[1]}分列其后。参赛队均为虚构。`,
      },
      fr: {
        headline: `${competition[2]} : victoire de l'équipe ${first[2]}`,
        body: `${ordinal[2]} des sept finales disputées à Wuzhen. Suivent les équipes ${second[2]} et ${third[2]}. Les équipes sont imaginaires.`,
      },
    },
    details: {
      competition: competition[0].charAt(0).toUpperCase() + competition[0].slice(1),
      podium: podium.map(([name, affiliation, country], index) => ({
        place: index + 1,
        name: `Team ${name[0]}`,
        affiliation,
        country,
      })),
    },
    actions: attend("arena", "A"),
  };
}

export const resultAnnouncements: readonly SketchedAnnouncement[] = finals.map(resultOf);
