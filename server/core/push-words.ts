/**
 * What Fanfare itself says in a push message, in the six languages of the United Nations and German; English
 * in any other.
 */
export interface PushWords {
  /** Stands before a headline, with its colon. */
  readonly exercise: string;
  readonly test: string;
  readonly rehearsal: string;
  readonly correction: string;
  /** Where an announcement was taken back. */
  readonly withdrawn: string;
}

const tables: Readonly<Record<string, PushWords>> = {
  en: {
    exercise: "Exercise: ",
    test: "Test: ",
    rehearsal: "Rehearsal: ",
    correction: "Correction: ",
    withdrawn: "An announcement was withdrawn",
  },
  zh: {
    exercise: "演习：",
    test: "测试：",
    rehearsal: "试运行：",
    correction: "更正：",
    withdrawn: "一条消息已撤回",
  },
  fr: {
    exercise: "Exercice\u202f: ",
    test: "Essai\u202f: ",
    rehearsal: "Répétition\u202f: ",
    correction: "Correction\u202f: ",
    withdrawn: "Une annonce a été retirée",
  },
  es: {
    exercise: "Simulacro: ",
    test: "Prueba: ",
    rehearsal: "Ensayo: ",
    correction: "Corrección: ",
    withdrawn: "Se ha retirado un anuncio",
  },
  ru: {
    exercise: "Учебная тревога: ",
    test: "Проверка системы: ",
    rehearsal: "Репетиция: ",
    correction: "Исправление: ",
    withdrawn: "Сообщение отозвано",
  },
  ar: {
    exercise: "تمرين: ",
    test: "اختبار: ",
    rehearsal: "تشغيل تجريبي: ",
    correction: "تصحيح: ",
    withdrawn: "سُحب إعلان",
  },
  de: {
    exercise: "Übung: ",
    test: "Test: ",
    rehearsal: "Probe: ",
    correction: "Korrektur: ",
    withdrawn: "Eine Mitteilung wurde zurückgezogen",
  },
};

export const pushWordsIn = (language: string): PushWords =>
  tables[language.split("-")[0]!.toLowerCase()] ?? tables.en!;
