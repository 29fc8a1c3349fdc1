/**
 * The sample event: World Internet Conference, Wuzhen Summit 2022, as a rehearsal whose first day is moved to
 * now. What is fact and what is made up is told in each file of this folder, and to the readers of each item:
 * whatever is not a reported fact says so in its own text, in every language it has.
 *
 * Promised: at any time of loading, the first announcement after the load is due within 20 s and the opening
 * within 90 s; session starts are left to the system, which knows the programme.
 */
import { type DeskEvent, policiesSchema } from "../contract/event.ts";
import type { Session } from "../contract/programme.ts";
import { programmeChanges } from "./announcements-changes.ts";
import { firstMinutes } from "./announcements-first-minutes.ts";
import { halfHour } from "./announcements-half-hour.ts";
import { laterNotices } from "./announcements-later.ts";
import { loadAnnouncements } from "./announcements-load.ts";
import { releaseAnnouncements } from "./announcements-releases.ts";
import { resultAnnouncements } from "./announcements-results.ts";
import { sampleHalls, sampleTracks, sampleZones } from "./places.ts";
import { sessionOf } from "./planned-session.ts";
import { plannedSessions } from "./programme.ts";
import { announcementOf, type SampleAnnouncement } from "./sample-announcement.ts";
import { instant, movedHours, planMs, type SampleClock, startSampleClock } from "./sample-clock.ts";
import { sampleLanguages, words } from "./wording.ts";

export type { SampleAnnouncement } from "./sample-announcement.ts";

export interface SampleEvent {
  readonly event: DeskEvent;
  /** By their start. */
  readonly sessions: Session[];
  /** What is published at the load, oldest first; then what is scheduled, by its time; then drafts. */
  readonly announcements: SampleAnnouncement[];
}

export function sampleEvent(nowMs: number): SampleEvent {
  const clock = startSampleClock(nowMs);
  return { event: eventOf(clock), sessions: sessionsOf(clock), announcements: announcementsOf(clock) };
}

/** Name, theme, place and days as reported in November 2022; gates' hours are illustrative. */
const eventOf = (clock: SampleClock): DeskEvent => ({
  name: words(["Wuzhen Summit 2022", "乌镇峰会 2022", "Sommet de Wuzhen 2022"]),
  theme: words([
    "Towards a Shared Digital Future in a Connected World – Building a Community with a Shared Future in Cyberspace",
    "共建网络世界 共创数字未来——携手构建网络空间命运共同体",
    "Construire un cyber-monde et créer un avenir numérique. Joindre les mains pour construire une communauté d'avenir partagé dans le cyberespace",
  ]),
  startsAt: instant(planMs(clock, [1, "08:00"])),
  endsAt: instant(planMs(clock, [3, "15:00"])),
  timeZone: "Asia/Shanghai",
  languages: [...sampleLanguages],
  halls: [...sampleHalls],
  zones: [...sampleZones],
  tracks: [...sampleTracks],
  rehearsal: true,
  rehearsalNotice: words([
    "Rehearsal, not a record. Day one is moved to now. Times, halls and what is marked “illustrative” are made up.",
    "试运行，并非真实记录。首日已移至现在。时间、会场及标有“示例”的内容均为虚构。",
    "Répétition, et non compte rendu. Le premier jour est ramené à maintenant. Les heures, les salles et ce qui est signalé comme « fictif » sont inventés.",
  ]),
  openingHours: [
    ...movedHours(clock, [1, "08:00"], [1, "19:00"]),
    ...movedHours(clock, [2, "08:30"], [2, "18:30"]),
    ...movedHours(clock, [3, "08:30"], [3, "15:00"]),
  ],
  policies: policiesSchema.parse({}),
});

const sessionsOf = (clock: SampleClock): Session[] =>
  plannedSessions
    .map((planned) => sessionOf(planned, clock))
    .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));

function announcementsOf(clock: SampleClock): SampleAnnouncement[] {
  const all = [
    ...loadAnnouncements,
    ...firstMinutes,
    ...halfHour,
    ...programmeChanges(clock),
    ...releaseAnnouncements,
    ...resultAnnouncements,
    ...laterNotices,
  ].map((sketch) => announcementOf(sketch, clock));
  return all.sort((a, b) => dueMs(a) - dueMs(b));
}

/** Drafts are never due; sorting is stable, so what goes out at once keeps its order. */
function dueMs({ publishAt }: SampleAnnouncement): number {
  if (publishAt === "now") return 0;
  return publishAt === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(publishAt);
}
