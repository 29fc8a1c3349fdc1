/**
 * The seven finals. That seven special competitions, among them digital medical care and artificial
 * intelligence, were decided in Wuzhen is fact (French press, November 2022; the real finals took place on
 * 6 November, the sample follows the article). The other five and every hour are illustrative.
 */
import type { PlannedSession } from "./planned-session.ts";
import type { PlanTime } from "./sample-clock.ts";
import type { InThree } from "./wording.ts";

const final = (
  id: string,
  basis: "subject" | "illustrative",
  from: PlanTime,
  to: PlanTime,
  [en, zh, fr]: InThree,
): PlannedSession => ({
  id,
  basis,
  type: "final",
  hall: "arena",
  from,
  to,
  title: [`Final: ${en}`, `${zh}决赛`, `Finale : ${fr}`],
  about: [
    "One of the seven special competitions; the champion is decided in Wuzhen.",
    "七项专题赛之一，冠军在乌镇决出。",
    "L'un des sept concours spéciaux ; le vainqueur est désigné à Wuzhen.",
  ],
});

export const finals: readonly PlannedSession[] = [
  final(
    "final-medical-care",
    "subject",
    [1, "08:00"],
    [1, "08:50"],
    ["digital medical care", "数字医疗", "soins médicaux numériques"],
  ),
  final(
    "final-ai",
    "subject",
    [1, "09:20"],
    [1, "10:10"],
    ["artificial intelligence", "人工智能", "intelligence artificielle"],
  ),
  final(
    "final-iot",
    "illustrative",
    [1, "13:30"],
    [1, "14:30"],
    ["internet of things", "物联网", "Internet des objets"],
  ),
  final(
    "final-security",
    "illustrative",
    [2, "10:00"],
    [2, "11:00"],
    ["cybersecurity", "网络安全", "cybersécurité"],
  ),
  final(
    "final-driving",
    "illustrative",
    [2, "14:30"],
    [2, "15:30"],
    ["autonomous driving", "自动驾驶", "conduite autonome"],
  ),
  final(
    "final-xr",
    "illustrative",
    [2, "16:30"],
    [2, "17:30"],
    ["extended reality", "扩展现实", "réalité étendue"],
  ),
  final(
    "final-green",
    "illustrative",
    [3, "09:30"],
    [3, "10:30"],
    ["green computing", "绿色计算", "informatique verte"],
  ),
];
