/** Says what a backup holds. */
import type { Summary } from "./records.ts";

export function describeSummary(summary: Summary): string[] {
  const { at, epoch, offset, auditOffset, announcements, scheduled, people, tokens, kiosks, push } = summary;
  return [
    `As it was at ${at}: epoch ${epoch}, head ${offset}, audit ${auditOffset}.`,
    `${announcements} announcements (${scheduled} on the schedule), ${people} people, ${tokens} tokens, ${kiosks} screens, ${push} devices that asked for push.`,
  ];
}

export function sizeText(bytes: number): string {
  if (bytes < 1_024) return `${bytes} bytes`;
  const kib = bytes / 1_024;
  return kib < 1_024 ? `${kib.toFixed(1)} KiB` : `${(kib / 1_024).toFixed(1)} MiB`;
}

/** What people typed may hold what a terminal would obey. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, "\ufffd");
