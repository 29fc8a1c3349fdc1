/**
 * From the second minute to the tenth: one of each kind early on, so that whoever watches a rehearsal sees
 * them all. Fact: seven special competitions, and interactive zones for artificial intelligence and AR/VR
 * (French press, November 2022). The rest is illustrative; the urgent notice is an exercise, and its headlines
 * say so themselves, for readers and screens that show a headline alone.
 */
import { attend, walkToZone, watch } from "./places.ts";
import type { SketchedAnnouncement } from "./sample-announcement.ts";
import { words } from "./wording.ts";

export const firstMinutes: readonly SketchedAnnouncement[] = [
  {
    key: "plenary-overflow",
    when: { afterS: 105 },
    basis: "illustrative",
    kind: "notice",
    attendance: "in-person",
    zones: ["plenary-centre"],
    lastsMinutes: 45,
    text: {
      en: {
        headline: "Plenary hall is full, Hall 1 shows the opening",
        body: "Hall 1 has 300 seats and the same picture and sound.",
      },
      zh: { headline: "主会场已满，请前往 1 号厅", body: "1 号厅同步转播开幕式，设 300 个座位。" },
      fr: {
        headline: "Salle plénière complète, suivez l'ouverture en salle 1",
        body: "La salle 1 offre 300 places, avec la même image et le même son.",
      },
    },
    actions: [walkToZone("hall-1")],
  },
  {
    key: "seven-competitions",
    when: { afterS: 165 },
    basis: "placed",
    kind: "notice",
    text: {
      en: {
        headline: "Seven competitions are decided in Wuzhen",
        body: "Digital medical care and artificial intelligence are among them.",
      },
      zh: { headline: "七项专题赛将在乌镇决出冠军", body: "其中包括数字医疗和人工智能。" },
      fr: {
        headline: "Sept concours se décident à Wuzhen",
        body: "Parmi eux, les soins médicaux numériques et l'intelligence artificielle.",
      },
    },
    actions: attend("arena", "A"),
  },
  {
    key: "shuttle-c",
    when: { afterS: 225 },
    basis: "illustrative",
    kind: "notice",
    attendance: "in-person",
    zones: ["shuttles", "exhibition"],
    lastsMinutes: 180,
    text: {
      en: {
        headline: "Shuttle stop C moves to the north gate",
        body: "Autonomous shuttles of the Apollo Park zone now leave from the north gate of the exhibition.",
      },
      zh: { headline: "接驳车 C 站移至北门", body: "阿波罗公园自动驾驶接驳车现由博览会北门发车。" },
      fr: {
        headline: "L'arrêt de navette C passe à la porte nord",
        body: "Les navettes autonomes de l'espace Apollo Park partent désormais de la porte nord de l'exposition.",
      },
    },
    actions: [walkToZone("north-gate")],
  },
  {
    key: "exercise-hall-2",
    when: { afterS: 345 },
    basis: "illustrative",
    kind: "urgent",
    attendance: "in-person",
    zones: ["hall-2"],
    lastsMinutes: 15,
    text: {
      en: {
        headline: "Evacuation exercise in Hall 2",
        body: "An alarm sounds in Hall 2 to try out the exits. Nothing has happened.",
      },
      zh: { headline: "2 号厅疏散演习", body: "2 号厅响起警报，用于检验疏散通道，未发生险情。" },
      fr: {
        headline: "Exercice d'évacuation en salle 2",
        body: "Une alarme retentit en salle 2 pour vérifier les issues. Il ne s'est rien passé.",
      },
    },
    details: {
      status: "exercise",
      severity: "minor",
      messageType: "alert",
      instruction: words([
        "This is an exercise. Nobody needs to leave.",
        "这是演习，无需离场。",
        "Ceci est un exercice. Personne n'a à sortir.",
      ]),
    },
  },
  {
    key: "demo-ar-vr",
    when: { afterS: 430 },
    basis: "placed",
    kind: "notice",
    sessionId: "demo-xr",
    text: {
      en: {
        headline: "Try it: AI, AR and VR in the interactive zone",
        body: "Visitors can try artificial intelligence, augmented and virtual reality for themselves.",
      },
      zh: {
        headline: "互动体验区：人工智能、AR 与 VR",
        body: "观众可亲身体验人工智能、增强现实和虚拟现实。",
      },
      fr: {
        headline: "À essayer : IA, réalité augmentée et virtuelle",
        body: "Le public peut essayer l'intelligence artificielle, la réalité augmentée et la réalité virtuelle.",
      },
    },
    actions: [watch("demo-stage"), walkToZone("interactive-zone")],
  },
  {
    key: "headsets",
    when: { afterS: 510 },
    basis: "illustrative",
    kind: "notice",
    attendance: "in-person",
    zones: ["plenary-centre", "forum-halls"],
    lastsMinutes: 480,
    text: {
      en: {
        headline: "Interpretation headsets at every gate",
        body: "Channel 1 is Chinese, 2 English, 3 French. Please bring them back when you leave.",
      },
      zh: {
        headline: "各入口均可领取同传耳机",
        body: "1 频道中文，2 频道英文，3 频道法文。离场时请归还。",
      },
      fr: {
        headline: "Casques d'interprétation à chaque porte",
        body: "Canal 1 : chinois, 2 : anglais, 3 : français. Merci de les rendre en partant.",
      },
    },
  },
  {
    key: "exercise-hall-2-over",
    when: { afterS: 645 },
    basis: "illustrative",
    kind: "urgent",
    attendance: "in-person",
    zones: ["hall-2"],
    lastsMinutes: 10,
    refersTo: "exercise-hall-2",
    text: {
      en: {
        headline: "Exercise in Hall 2 is over",
        body: "All clear, five minutes after the alarm. Thank you for your patience.",
      },
      zh: { headline: "2 号厅演习结束", body: "警报已解除，历时五分钟。感谢配合。" },
      fr: {
        headline: "Fin de l'exercice en salle 2",
        body: "Fin d'alerte, cinq minutes après l'alarme. Merci de votre patience.",
      },
    },
    details: {
      status: "exercise",
      severity: "minor",
      messageType: "all-clear",
      instruction: words([
        "The exercise is over. Nothing needs to be done.",
        "演习已结束，无需采取任何行动。",
        "L'exercice est terminé. Il n'y a rien à faire.",
      ]),
    },
  },
];
