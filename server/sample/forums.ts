/**
 * The 20 sub-forums over four tracks, on the afternoon of the first day and all of the second. Their number,
 * the tracks and those two days are fact (French press and others, November 2022). Three are named there
 * (`named`), of eight more the subject is (`subject`), the other nine are made up (`illustrative`). Which
 * track, hall and hour each has is illustrative throughout.
 */
import type { PlannedSession } from "./planned-session.ts";

const MODERATOR = "Moderator (illustrative)";

export const cooperationForums: readonly PlannedSession[] = [
  {
    id: "forum-gdi-digital-cooperation",
    basis: "named",
    type: "forum",
    track: "cooperation",
    hall: "hall-2",
    from: [1, "14:00"],
    to: [1, "15:40"],
    title: [
      "Digital Cooperation Forum of the Global Development Initiative",
      "全球发展倡议数字合作论坛",
      "Forum de coopération numérique de l'Initiative pour le développement mondial",
    ],
    about: [
      "How countries share networks, skills and data for development.",
      "各国如何为发展共享网络、技能和数据。",
      "Comment les pays partagent réseaux, compétences et données au service du développement.",
    ],
    speakers: [{ name: MODERATOR, affiliation: "Institute for Shared Networks (fictional)" }],
  },
  {
    id: "forum-digital-economy",
    basis: "subject",
    type: "forum",
    track: "cooperation",
    hall: "hall-3",
    from: [1, "14:00"],
    to: [1, "15:30"],
    title: ["Digital economy forum", "数字经济论坛", "Forum sur l'économie numérique"],
    about: [
      "Growth that reaches small firms and small towns.",
      "让增长惠及小企业和小城镇。",
      "Une croissance qui profite aussi aux petites entreprises et aux petites villes.",
    ],
  },
  {
    id: "forum-digital-divide",
    basis: "subject",
    type: "forum",
    track: "cooperation",
    hall: "hall-2",
    from: [2, "09:00"],
    to: [2, "10:30"],
    title: ["Bridging the digital divide", "弥合数字鸿沟论坛", "Réduire la fracture numérique"],
    about: [
      "Access, affordability and the skills that make a connection useful.",
      "接入、可负担性，以及让网络真正有用的技能。",
      "L'accès, le coût et les compétences qui rendent une connexion utile.",
    ],
  },
  {
    id: "forum-cross-border-commerce",
    basis: "illustrative",
    type: "forum",
    track: "cooperation",
    hall: "hall-2",
    from: [2, "14:00"],
    to: [2, "15:30"],
    title: ["Commerce across borders", "跨境电商论坛", "Le commerce électronique transfrontalier"],
    about: [
      "Payment, parcels and trust between buyers and sellers far apart.",
      "支付、物流，以及远隔千里的买卖双方之间的信任。",
      "Paiement, livraison et confiance entre acheteurs et vendeurs éloignés.",
    ],
  },
  {
    id: "forum-connected-villages",
    basis: "illustrative",
    type: "forum",
    track: "cooperation",
    hall: "hall-1",
    from: [2, "16:15"],
    to: [2, "17:30"],
    title: ["Connected villages", "数字乡村论坛", "Les villages connectés"],
    about: [
      "What a good network changes in farming, schooling and care.",
      "优质网络给农业、教育和医疗带来的改变。",
      "Ce qu'un bon réseau change pour l'agriculture, l'école et les soins.",
    ],
    speakers: [{ name: MODERATOR, affiliation: "Canal Towns Association (fictional)" }],
  },
];

export const technologyForums: readonly PlannedSession[] = [
  {
    id: "forum-digital-infrastructure",
    basis: "named",
    type: "forum",
    track: "technology",
    hall: "hall-1",
    from: [1, "15:30"],
    to: [1, "17:00"],
    title: ["Digital infrastructure forum", "数字基础设施论坛", "Forum sur les infrastructures numériques"],
    about: [
      "Networks, computing power and the energy they need.",
      "网络、算力及其所需的能源。",
      "Les réseaux, la puissance de calcul et l'énergie qu'ils demandent.",
    ],
  },
  {
    id: "forum-industrial-internet",
    basis: "named",
    type: "forum",
    track: "technology",
    hall: "hall-4",
    from: [1, "16:20"],
    to: [1, "17:40"],
    title: ["Industrial Internet Forum", "工业互联网论坛", "Forum sur l'Internet industriel"],
    about: [
      "Factories, networks and what they learn from each other.",
      "工厂、网络，以及它们之间的相互学习。",
      "Les usines, les réseaux et ce qu'ils apprennent les uns des autres.",
    ],
    speakers: [{ name: MODERATOR, affiliation: "Workshop for Open Factories (fictional)" }],
  },
  {
    id: "forum-next-networks",
    basis: "illustrative",
    type: "forum",
    track: "technology",
    hall: "hall-4",
    from: [2, "09:30"],
    to: [2, "11:00"],
    title: ["The next networks", "下一代网络论坛", "Les réseaux de demain"],
    about: [
      "IPv6 everywhere, and what comes after 5G.",
      "IPv6 规模部署，以及 5G 之后的网络。",
      "L'IPv6 partout, et ce qui suivra la 5G.",
    ],
  },
  {
    id: "forum-open-source",
    basis: "illustrative",
    type: "forum",
    track: "technology",
    hall: "hall-1",
    from: [2, "11:00"],
    to: [2, "12:15"],
    title: ["Open source in industry", "开源与产业论坛", "Le logiciel libre dans l'industrie"],
    about: [
      "Who maintains what everybody uses.",
      "人人都在用的软件，由谁来维护。",
      "Qui entretient ce que tout le monde utilise.",
    ],
  },
  {
    id: "forum-connected-vehicles",
    basis: "illustrative",
    type: "forum",
    track: "technology",
    hall: "hall-4",
    from: [2, "14:30"],
    to: [2, "16:00"],
    title: ["Connected vehicles", "智能网联汽车论坛", "Les véhicules connectés"],
    about: [
      "Roads that speak with cars, and the rules for both.",
      "会与车辆对话的道路，以及两者共同的规则。",
      "Des routes qui dialoguent avec les voitures, et des règles pour les deux.",
    ],
  },
];
