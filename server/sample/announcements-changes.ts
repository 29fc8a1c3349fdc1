/**
 * Changes to the programme, all illustrative. What a session "is" agrees with the programme of the sample,
 * which has the changes in it from the start.
 */
import { attend, walkTo } from "./places.ts";
import type { SketchedAnnouncement } from "./sample-announcement.ts";
import { type SampleClock, wallTime } from "./sample-clock.ts";

export const programmeChanges = (clock: SampleClock): readonly SketchedAnnouncement[] => [
  {
    key: "data-governance-moves",
    when: { afterS: 285 },
    basis: "illustrative",
    kind: "programme-change",
    sessionId: "forum-data-governance",
    tracks: ["governance"],
    text: {
      en: {
        headline: "Data governance forum moves to Hall 6",
        body: "The same speakers, forty minutes later.",
      },
      zh: { headline: "数据治理论坛移至 6 号厅", body: "嘉宾不变，推迟四十分钟。" },
      fr: {
        headline: "Le forum sur la gouvernance des données passe en salle 6",
        body: "Mêmes intervenants, quarante minutes plus tard.",
      },
    },
    details: {
      sessionId: "forum-data-governance",
      change: "moved",
      from: `${wallTime(clock, [1, "16:00"])}, Hall 3`,
      to: `${wallTime(clock, [1, "16:40"])}, Hall 6`,
    },
    actions: attend("hall-6", "A"),
  },
  {
    key: "digital-society-moves",
    when: { afterS: 1_070 },
    basis: "illustrative",
    kind: "programme-change",
    sessionId: "forum-digital-society",
    tracks: ["humanities"],
    text: {
      en: {
        headline: "Digital society forum starts half an hour later",
        body: "It waits for the Industrial Internet Forum in the same hall.",
      },
      zh: { headline: "数字社会论坛推迟半小时", body: "待同一会场的工业互联网论坛结束后开始。" },
      fr: {
        headline: "Le forum sur la société numérique commence une demi-heure plus tard",
        body: "Il attend la fin du Forum sur l'Internet industriel, dans la même salle.",
      },
    },
    details: {
      sessionId: "forum-digital-society",
      change: "moved",
      from: wallTime(clock, [1, "17:15"]),
      to: wallTime(clock, [1, "17:45"]),
    },
    actions: attend("hall-4", "B"),
  },
  {
    key: "draft-digital-society-ends",
    when: "draft",
    basis: "illustrative",
    kind: "programme-change",
    sessionId: "forum-digital-society",
    tracks: ["humanities"],
    text: {
      en: { headline: "Digital society forum ends early", body: "To be confirmed by the hall manager." },
      zh: { headline: "数字社会论坛提前结束", body: "待会场负责人确认。" },
    },
    details: {
      sessionId: "forum-digital-society",
      change: "ends early",
      from: wallTime(clock, [1, "18:45"]),
      to: wallTime(clock, [1, "18:30"]),
    },
  },
  {
    key: "draft-cloakroom",
    when: "draft",
    basis: "illustrative",
    kind: "notice",
    attendance: "in-person",
    zones: ["hall-5"],
    text: {
      en: { headline: "Cloakroom at Hall 5", body: "Opens with the first forum there." },
      zh: { headline: "5 号厅设有衣帽间", body: "随首场论坛开放。" },
      fr: { headline: "Vestiaire en salle 5", body: "Il ouvre avec le premier forum de cette salle." },
    },
    actions: [walkTo("hall-5", "A")],
  },
  {
    key: "draft-recordings",
    when: "draft",
    basis: "illustrative",
    kind: "notice",
    attendance: "online",
    text: {
      en: { headline: "Recordings of day one", body: "Where and when they can be seen is still open." },
    },
  },
];
