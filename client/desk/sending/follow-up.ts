/** What follows an urgent notice: its update or its all-clear, as a form that is ready to be looked at. Pure. */
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { venueText } from "../../shared/time.ts";
import type { Urgent } from "../../shared/urgent.ts";
import { chooseLanguage } from "../../shared/words/languages.ts";
import { type ComposerForm, formFrom } from "../composer/composer-form.ts";

/** An all-clear is worth reading so long. */
export const ALL_CLEAR_HOLDS_MS = 30 * 60_000;
/** An update holds as long as what it updates, and at least this. */
export const UPDATE_HOLDS_MS = 30 * 60_000;

const clear: Readonly<Record<string, { headline: string; body: string }>> = {
  en: { headline: "All clear", body: "The situation is over. You may go on as before. Thank you." },
  zh: { headline: "警报解除", body: "情况已结束，请恢复正常活动。谢谢配合。" },
  fr: {
    headline: "Fin d’alerte",
    body: "La situation est terminée. Vous pouvez reprendre vos activités. Merci.",
  },
  ar: { headline: "انتهت الحالة", body: "انتهت الحالة ويمكنكم المتابعة كالمعتاد. شكراً لكم." },
  es: { headline: "Fin de la alerta", body: "La situación ha terminado. Pueden continuar. Gracias." },
  ru: { headline: "Отбой тревоги", body: "Ситуация завершена. Можно продолжать. Спасибо." },
  de: { headline: "Entwarnung", body: "Die Lage ist beendet. Sie können fortfahren. Danke." },
  pt: { headline: "Fim do alerta", body: "A situação terminou. Podem continuar. Obrigado." },
  ja: {
    headline: "警報解除",
    body: "状況は終了しました。通常どおりお過ごしください。ご協力ありがとうございました。",
  },
  ko: { headline: "경보 해제", body: "상황이 종료되었습니다. 평소대로 진행하셔도 됩니다. 감사합니다." },
};

export interface FollowUpOptions {
  readonly zone: string;
  /** Of the event, the default first. */
  readonly languages: readonly string[];
  readonly now: number;
}

/**
 * - [F1] It refers to the latest word of the thread, keeps its status, and goes to whom that went.
 * - [F2] An all-clear tells nobody to do what the alert told them: instructions and calls to action are empty.
 * - [F3] It is a new announcement: nothing of the one it follows is changed by writing it.
 */
export function followUp(urgent: Urgent, messageType: "update" | "all-clear", options: FollowUpOptions) {
  const { announcement, details } = urgent;
  const { zone, languages, now } = options;
  const isClear = messageType === "all-clear";
  const before = formFrom(announcement as unknown as DeskAnnouncement, zone, languages[0] ?? "en");
  const { id: _id, revision: _revision, exact: _exact, ...copied } = before;
  const { severity } = details;
  const form: Omit<ComposerForm, "id" | "revision" | "exact" | "draftKey"> = {
    ...copied,
    kind: "urgent",
    text: isClear ? clearText(languages) : copied.text,
    instruction: isClear ? {} : copied.instruction,
    zoneInstructions: isClear ? [] : copied.zoneInstructions,
    ...("actions" in copied && isClear ? { actions: [] } : {}),
    urgent: {
      status: details.status,
      messageType,
      refersTo: announcement.id,
      ...(severity === undefined ? {} : { severity }),
    },
    sessionId: "",
    pinned: false,
    key: false,
    embargoUntil: "",
    expiresAt: venueText(endOf(urgent, isClear, now), zone),
    at: "",
    when: "now",
  };
  return form;
}

function endOf({ announcement: { expiresAt } }: Urgent, isClear: boolean, now: number): number {
  const minute = Math.ceil(now / 60_000) * 60_000;
  if (isClear) return minute + ALL_CLEAR_HOLDS_MS;
  const end = expiresAt === undefined ? 0 : Date.parse(expiresAt);
  return Math.max(Math.ceil(end / 60_000) * 60_000, minute + UPDATE_HOLDS_MS);
}

/** In every language of the event that has a sentence; the first is always there, if need be to be written. */
function clearText(languages: readonly string[]): ComposerForm["text"] {
  const known = Object.keys(clear);
  const text = languages.flatMap((language, at) => {
    const near = chooseLanguage(known, language, []);
    const isOwn = near?.split("-")[0] === language.split("-")[0]!.toLowerCase();
    if (isOwn) return [[language, clear[near!]!] as const];
    return at === 0 ? [[language, { headline: "", body: "" }] as const] : [];
  });
  return Object.fromEntries(text);
}
